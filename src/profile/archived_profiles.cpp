// Dropping users that an archive has, and joining them with what came in meanwhile.
#include "entries.hpp"
#include "footfall/profile/profile_table.hpp"

#include <algorithm>
#include <utility>

namespace footfall::profile {
namespace {

// What the hash sets keep of four bytes when they are at their emptiest, right after growing.
constexpr std::size_t set_entry_bytes = 12;

// More than logins of archived users in a tenth of a second; further ones move what is in memory only.
constexpr std::size_t pending_moves_max = 10'000;

/// The first word chooses places in the tables and the second the share: these bits do neither.
// `store::swept_histories::user::alone` is about these bits and the share.
std::uint32_t fingerprint_of(const user_key& user) noexcept {
  return static_cast<std::uint32_t>(user.words[1] >> 32);
}

void add_newer(std::vector<history_entry>& joined, std::span<const history_entry> newer,
               const history_bounds& bounds) {
  for (const auto& each : newer) {
    if (each.removal)
      keep_removal(joined, each);
    else if (!came_too_late(joined, each))
      merge(joined, each, bounds);
  }
}

}  // namespace

/// Notes what the share takes now.
void profile_table::stripe::count() {
  const auto now = users.size() * (sizeof(user_history) + set_entry_bytes) +
                   archived.size() * set_entry_bytes + pool.bytes();
  if (now == bytes) return;
  budget->add(static_cast<std::int64_t>(now) - static_cast<std::int64_t>(bytes));
  bytes = now;
}

void profile_table::stripe::erase(std::uint32_t place) {
  const auto last = static_cast<std::uint32_t>(users.size() - 1);
  keep_for_save(place);
  places.erase(place);
  write(place, {});
  if (place != last) {
    // The last user takes the place; a share that is being saved has both as they were.
    keep_for_save(last);
    places.erase(last);
    users[place] = users[last];
    if (users[place].count != 0) pool.rename(users[place].block, users[place].count, place);
  }
  users.pop_back();
  if (place != last) places.insert(place);
  count();
}

void profile_table::stripe::remember_archived(const user_key& user) {
  if (!archived.insert(fingerprint_of(user)).second) return;
  ++budget->archived;
  count();
}

void profile_table::forget_archived(const user_key& user) {
  auto& part = stripe_of(user);
  const std::lock_guard lock(part.mutex);
  if (part.archived.erase(fingerprint_of(user)) == 0) return;
  --budget_->archived;
  part.count();
}

void profile_table::forget(const user_key& user) {
  std::vector<user_key> sources;
  {
    auto& part = stripe_of(user);
    const std::lock_guard lock(part.mutex);
    {
      // The archive may have a row of somebody who was picked for it and not dropped: no fingerprint tells. A
      // fingerprint may be that of others, too, and stays: it costs a look that finds nothing.
      const std::lock_guard pending_lock(pending_mutex_);
      erasures_.insert(user);
      erasure_count_ = erasures_.size();
      for (const auto& each : pending_)
        if (each.to == user) sources.push_back(each.from);
      std::erase_if(pending_, [&](const pending_move& each) { return each.to == user; });
      pending_count_ = pending_.size();
    }
    if (const auto known = part.places.find(user); known != part.places.end()) part.erase(*known);
  }
  // What was to move here is this user's, too.
  for (const auto& each : sources)
    if (each != user) forget(each);
}

std::vector<user_key> profile_table::take_erasures() {
  const std::lock_guard lock(pending_mutex_);
  std::vector<user_key> taken(erasures_.begin(), erasures_.end());
  erasures_.clear();
  erasure_count_ = 0;
  return taken;
}

bool profile_table::is_to_erase(const user_key& user) const {
  if (!has_erasures()) return false;
  const std::lock_guard lock(pending_mutex_);
  return erasures_.contains(user);
}

void profile_table::put_back_erasures(const std::vector<user_key>& users) {
  const std::lock_guard lock(pending_mutex_);
  erasures_.insert(users.begin(), users.end());
  erasure_count_ = erasures_.size();
}

bool profile_table::stripe::may_be_archived(const user_key& user) const {
  return !archived.empty() && archived.contains(fingerprint_of(user));
}

std::size_t profile_table::archived() const {
  std::size_t users = 0;
  for (const auto& part : stripes_.all()) {
    const std::lock_guard lock(part.mutex);
    users += part.archived.size();
  }
  return users;
}

std::size_t profile_table::bytes() const {
  std::size_t bytes = 0;
  for (const auto& part : stripes_.all()) {
    const std::lock_guard lock(part.mutex);
    bytes += part.bytes;
  }
  return bytes;
}

bool profile_table::is_at_hand(const user_key& user) const {
  if (budget_->archived == 0) return true;
  const auto& source = stripe_of(user);
  const std::lock_guard lock(source.mutex);
  return source.is_complete(user);
}

bool profile_table::stripe::is_complete(const user_key& user) const {
  const auto known = places.find(user);
  return known == places.end() ? !may_be_archived(user) : users[*known].is_complete();
}

void profile_table::bring_back(const user_key& user, std::span<const history_entry> older) {
  auto& target = stripe_of(user);
  const std::lock_guard lock(target.mutex);
  // What comes in would be taken for one with what is to move.
  if (is_to_move(user)) return;
  // It may have been forgotten since somebody looked into the archive.
  if (is_to_erase(user)) older = {};
  if (!target.places.contains(user)) {
    if (older.empty() || !target.may_be_archived(user)) return;
  }
  const auto place = target.change_or_add(user, stripe_users_max_);
  if (target.users[place].archived == 0) return;
  target.alter(place, [&](std::vector<history_entry>& entries) {
    std::vector<history_entry> joined;
    joined.reserve(older.size() + entries.size());
    for (const auto& each : older)
      if (each.time_s >= since_s_ && !is_removed(entries, each)) joined.push_back(each);
    add_newer(joined, entries, bounds());
    entries = std::move(joined);
  });
  target.users[place].archived = 0;
  ++budget_->read_back;
}

std::vector<pending_move> profile_table::pending_moves() const {
  const std::lock_guard lock(pending_mutex_);
  return {pending_.begin(), pending_.end()};
}

std::optional<pending_move> profile_table::next_pending_move() const {
  const std::lock_guard lock(pending_mutex_);
  if (pending_.empty()) return std::nullopt;
  return pending_.front();
}

bool profile_table::end_pending_move(const pending_move& what) {
  const std::lock_guard lock(pending_mutex_);
  if (pending_.empty() || pending_.front().number != what.number) return false;
  pending_.pop_front();
  pending_count_ = pending_.size();
  return true;
}

void profile_table::move(const user_key& from, const user_key& to, std::uint32_t until_s) {
  std::vector<history_entry> moved;
  bool awaited = false;
  bool put_off = false;
  auto& source = stripe_of(from);
  auto& target = stripe_of(to);
  for (;;) {
    {
      const std::lock_guard lock(source.mutex);
      const bool complete = source.is_complete(from);
      if (complete || awaited || pending_count_ >= pending_moves_max) {
        // It may have come back by now.
        put_off = awaited && !complete;
        if (put_off) put_off_move(from, to, until_s);
        const auto known = source.places.find(from);
        if (known == source.places.end()) break;
        source.keep_for_save(*known);
        source.alter(*known,
                     [&](std::vector<history_entry>& entries) { moved = take_until(entries, until_s); });
        break;
      }
    }
    // Before it is put off, so that nobody takes what is there for all that there is; without the lock of the
    // source, since the other user may be in the same share.
    const std::lock_guard lock(target.mutex);
    ++target.users[target.change_or_add(to, stripe_users_max_)].awaited;
    awaited = true;
  }
  const bool in_vain = awaited && !put_off;
  if (moved.empty() && !in_vain) return;
  const std::lock_guard lock(target.mutex);
  const auto place = target.change_or_add(to, stripe_users_max_);
  if (in_vain) --target.users[place].awaited;
  target.alter(place, [&](std::vector<history_entry>& entries) {
    for (const auto& entry : moved)
      if (!came_too_late(entries, entry)) merge(entries, entry, bounds());
  });
}

void profile_table::put_off_move(const user_key& from, const user_key& to, std::uint32_t until_s) {
  const std::lock_guard lock(pending_mutex_);
  pending_.push_back({from, to, until_s, ++last_move_});
  pending_count_ = pending_.size();
}

bool profile_table::is_to_move(const user_key& from) const {
  if (pending_count_ == 0) return false;
  const std::lock_guard lock(pending_mutex_);
  return std::ranges::any_of(pending_, [&](const pending_move& each) { return each.from == from; });
}

std::vector<history_entry> profile_table::take_older(const pending_move& what,
                                                     std::span<const history_entry> older) {
  auto& source = stripe_of(what.from);
  const std::lock_guard lock(source.mutex);
  if (is_to_erase(what.from)) older = {};
  if (!source.places.contains(what.from)) {
    if (older.empty() || !source.may_be_archived(what.from)) return {};
  }
  const auto place = source.change_or_add(what.from, stripe_users_max_);
  auto& changed = source.users[place];
  std::vector<history_entry> moved;
  source.alter(place, [&](std::vector<history_entry>& entries) {
    std::vector<history_entry> joined;
    if (changed.archived != 0)
      for (const auto& each : older)
        if (each.time_s >= since_s_ && !is_removed(entries, each)) joined.push_back(each);
    // Before it is joined: what came since the move may be about the same items.
    moved = take_until(joined, what.until_s);
    for (const auto& each : take_until(entries, what.until_s))
      if (!came_too_late(joined, each)) merge(moved, each, bounds());
    add_newer(joined, entries, bounds());
    entries = std::move(joined);
  });
  if (changed.archived != 0) ++budget_->read_back;
  changed.archived = 0;
  return moved;
}

void profile_table::finish_move(const pending_move& what, std::span<const history_entry> older) {
  auto moved = take_older(what, older);
  auto& target = stripe_of(what.to);
  const std::lock_guard lock(target.mutex);
  // It is no more where its user has been forgotten meanwhile.
  if (!end_pending_move(what)) return;
  if (moved.empty() && !target.places.contains(what.to)) return;
  const auto place = target.change_or_add(what.to, stripe_users_max_);
  auto& changed = target.users[place];
  target.alter(place, [&](std::vector<history_entry>& entries) {
    // As if it had moved at once: then removals of the same second that came earlier do not concern it.
    std::erase_if(moved, [&](const history_entry& each) {
      return is_removed(entries, each, 1) || came_too_late(entries, each);
    });
    // What was moved is older than what came to its new owner meanwhile.
    std::vector<history_entry> joined;
    for (const auto& each : moved) merge(joined, each, bounds());
    for (auto each : entries) {
      if (!each.removal) {
        merge(joined, each, bounds());
        continue;
      }
      if (each.value != 0) --each.value;
      keep_removal(joined, each);
    }
    entries = std::move(joined);
    if (changed.awaited != 0) --changed.awaited;
  });
}

void profile_table::pick_idle(std::size_t part_number, std::size_t count, std::vector<idle_user>& out) {
  out.clear();
  if (stripes_.all().empty()) return;
  auto& part = stripe_at(part_number);
  boost::unordered_flat_set<std::uint32_t> picked;
  const std::lock_guard lock(part.mutex);
  for (std::size_t attempt = 0; attempt < count && !part.users.empty(); ++attempt) {
    const auto place = part.pick_idle();
    const auto& user = part.users[place];
    if (user.awaited != 0 || !picked.insert(place).second) continue;
    const auto entries = part.entries_of(user);
    out.push_back({user.user, {entries.begin(), entries.end()}, user.archived != 0});
  }
}

void profile_table::look_up(const user_key& user, std::vector<history_entry>& out) const {
  out.clear();
  const auto& source = stripe_of(user);
  const std::lock_guard lock(source.mutex);
  const auto known = source.places.find(user);
  if (known == source.places.end()) return;
  const auto entries = source.entries_of(source.users[*known]);
  out.assign(entries.begin(), entries.end());
}

bool profile_table::drop(const idle_user& picked, bool archived) {
  auto& part = stripe_of(picked.key);
  const std::lock_guard lock(part.mutex);
  const auto known = part.places.find(picked.key);
  if (known == part.places.end()) return false;
  const auto place = *known;
  const auto& user = part.users[place];
  // What waits to be erased would take the new row with it.
  if (is_to_erase(picked.key)) return false;
  if (!user.is_complete() || !std::ranges::equal(part.entries_of(user), picked.entries)) return false;
  part.erase(place);
  if (archived) part.remember_archived(picked.key);
  ++(archived ? budget_->evicted : budget_->forgotten);
  return true;
}

}  // namespace footfall::profile
