// Users' histories: one short array per user, newest entry last, bounded per history type.
#include "footfall/profile/profile_table.hpp"

#include "entries.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace footfall::profile {

namespace {

// How many users are looked at to find one that has been idle for long: more would make a step longer and
// the choice hardly better.
constexpr std::size_t idle_samples = 8;

/// An entry and its place among those of its second.
struct ranked_entry {
  history_entry entry;
  std::uint32_t rank;
};

/// Leaves as many entries of each type as a history keeps; they are newest first.
void keep_newest(std::vector<history_entry>& entries, std::size_t history_items) {
  // Fewer are not too many of any type.
  if (entries.size() <= history_items) return;
  std::array<std::size_t, events::history_type_count> counts{};
  std::erase_if(entries, [&](const history_entry& each) {
    return ++counts[static_cast<std::size_t>(each.type)] > history_items_max(each.type, history_items);
  });
}

/// Makes one history of entries in any order: an item once per history type, each type within its bound,
/// newest first, of one second the highest rank first.
void unite(std::vector<ranked_entry>& all, const history_bounds& bounds, std::vector<history_entry>& out) {
  std::ranges::sort(all, {}, [](const ranked_entry& each) {
    return std::tuple(each.entry.type, each.entry.item, each.entry.time_s, each.rank);
  });
  std::size_t kept = 0;
  for (const auto& each : all) {
    const auto* last = kept == 0 ? nullptr : &all[kept - 1].entry;
    const bool repeats = last != nullptr && last->type == each.entry.type && last->item == each.entry.item;
    const auto value = repeats ? merged_value(*last, each.entry, bounds.session_s) : each.entry.value;
    if (!repeats) ++kept;
    all[kept - 1] = each;
    all[kept - 1].entry.value = value;
  }
  all.resize(kept);
  std::ranges::sort(all, std::ranges::greater{},
                    [](const ranked_entry& each) { return std::tuple(each.entry.time_s, each.rank); });
  for (const auto& each : all) out.push_back(each.entry);
  keep_newest(out, bounds.items);
}

}  // namespace

profile_table::profile_table(const profile_settings& settings)
    : stripe_users_max_(std::clamp<std::size_t>((settings.users_max + stripe_count - 1) / stripe_count, 1,
                                                std::numeric_limits<std::uint32_t>::max())),
      budget_(settings.budget ? settings.budget : std::make_shared<memory_budget>()),
      bounds_(settings.histories) {}

profile_table::~profile_table() {
  for (const auto& part : stripes_.all()) {
    budget_->add(-static_cast<std::int64_t>(part.bytes));
    budget_->archived -= static_cast<std::int64_t>(part.archived.size());
  }
}

void profile_table::apply(const user_key& user, const history_entry& entry) {
  const auto kept = bounds();
  if (history_items_max(entry.type, kept.items) == 0) return;
  auto& target = stripe_of(user);
  const std::lock_guard lock(target.mutex);
  target.alter(target.change_or_add(user, stripe_users_max_), [&](std::vector<history_entry>& entries) {
    if (!came_too_late(entries, entry)) merge(entries, entry, kept);
  });
}

void profile_table::read(const user_key& user, std::vector<history_entry>& out) const {
  out.clear();
  const auto& source = stripe_of(user);
  const std::lock_guard lock(source.mutex);
  const auto known = source.places.find(user);
  if (known == source.places.end()) return;
  const auto& from = source.users[*known];
  const auto kept = source.entries_of(from);
  out.assign(kept.rbegin(), kept.rend());
  std::erase_if(out, &history_entry::removal);
  keep_newest(out, bounds().items);
}

void profile_table::read(std::span<const user_key> users, std::vector<history_entry>& out,
                         const item_at_time& counts_for) const {
  thread_local std::vector<ranked_entry> all;  // of this thread's last call, for its memory
  all.clear();
  out.clear();
  for (auto user = users.rbegin(); user != users.rend(); ++user) {
    const auto& source = stripe_of(*user);
    const std::lock_guard lock(source.mutex);
    const auto known = source.places.find(*user);
    if (known == source.places.end()) continue;
    const auto kept = source.entries_of(source.users[*known]);
    for (auto entry : kept) {
      if (entry.removal) continue;
      const auto own =
          counts_for ? std::exchange(entry.item, counts_for(entry.item, entry.time_s)) : entry.item;
      // Taken out as the item that it is now.
      if (entry.item != own && is_removed(kept, entry)) continue;
      all.push_back({entry, static_cast<std::uint32_t>(all.size())});
    }
  }
  unite(all, bounds(), out);
}

void profile_table::remove(const user_key& user, item_index item, events::history_type type,
                           std::uint32_t until_s) {
  auto& target = stripe_of(user);
  const std::lock_guard lock(target.mutex);
  const auto place = target.change_or_add(user, stripe_users_max_);
  const auto& changed = target.users[place];
  target.alter(place, [&](std::vector<history_entry>& entries) {
    std::erase_if(entries, [&](const history_entry& entry) {
      return !entry.removal && entry.type == type && entry.item == item && entry.time_s <= until_s;
    });
    const auto awaited = static_cast<std::uint8_t>(std::min<std::uint16_t>(changed.awaited, 255));
    keep_removal(entries, {item, until_s, type, awaited, true});
  });
}

std::size_t profile_table::size() const {
  std::size_t users = 0;
  for (std::size_t part = 0; part < stripe_count; ++part) users += size(part);
  return users;
}

std::size_t profile_table::size(std::size_t part_number) const {
  const auto& part = stripes_[part_number];
  const std::lock_guard lock(part.mutex);
  return part.users.size();
}

std::vector<history_entry>& profile_table::stripe::taken_out(std::uint32_t place) const {
  thread_local std::vector<history_entry> entries;  // of this thread's last call, for its memory
  const auto kept = entries_of(users[place]);
  entries.assign(kept.begin(), kept.end());
  return entries;
}

void profile_table::stripe::write(std::uint32_t place, std::span<const history_entry> entries) {
  auto& user = users[place];
  if (user.count == 0 || !pool.replace(user.block, user.count, entries)) {
    if (user.count != 0)
      if (const auto moved = pool.remove(user.block, user.count)) users[*moved].block = user.block;
    if (!entries.empty()) user.block = pool.add(entries, place);
  }
  user.count = static_cast<std::uint16_t>(entries.size());
  count();
}

void profile_table::stripe::keep_for_save(std::uint32_t place) {
  if (!saving || place < saving->next || place >= saving->end) return;
  const auto [kept, is_new] = saving->before.try_emplace(place);
  if (!is_new) return;
  const auto entries = entries_of(users[place]);
  kept->second = {users[place], {entries.begin(), entries.end()}};
}

std::uint32_t profile_table::stripe::change_or_add(const user_key& user, std::size_t users_max) {
  if (const auto known = places.find(user); known != places.end()) {
    keep_for_save(*known);
    return *known;
  }
  auto place = static_cast<std::uint32_t>(users.size());
  if (users.size() < users_max && (users.empty() || !budget->is_exhausted())) {
    users.push_back({.user = user, .archived = may_be_archived(user)});
  } else {
    place = pick_idle();
    keep_for_save(place);
    places.erase(place);
    write(place, {});
    users[place] = {.user = user, .archived = may_be_archived(user)};
    ++budget->forgotten;
  }
  places.insert(place);
  count();
  return place;
}

std::uint32_t profile_table::stripe::pick_idle() {
  std::uint32_t idle = 0;
  auto oldest_s = std::numeric_limits<std::uint32_t>::max();
  for (std::size_t sample = 0; sample < idle_samples; ++sample) {
    // xorshift64 (Marsaglia, Xorshift RNGs, 2003): the choice is the same whenever the log is replayed.
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    random_state ^= random_state << 17;
    const auto place = static_cast<std::uint32_t>(random_state % users.size());
    const auto entries = entries_of(users[place]);
    const auto last_s = entries.empty() ? 0 : entries.back().time_s;
    if (last_s > oldest_s) continue;
    oldest_s = last_s;
    idle = place;
  }
  return idle;
}

// The tables inside the stripes use the first word: stripes take the other one, so that both spread evenly.
profile_table::stripe& profile_table::stripe_of(const user_key& user) {
  return stripe_at(user.words[1] % stripe_count);
}

profile_table::stripe& profile_table::stripe_at(std::size_t place) {
  return stripes_.at(place, [this](stripe& each) { each.budget = budget_.get(); });
}

const profile_table::stripe& profile_table::stripe_of(const user_key& user) const {
  return stripes_[user.words[1] % stripe_count];
}

}  // namespace footfall::profile
