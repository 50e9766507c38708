// Joins histories where logins link user ids.
#include "footfall/profile/linked_profiles.hpp"

#include "footfall/identity/forgetting.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <utility>

namespace footfall::profile {
namespace {

constexpr auto any_number = std::numeric_limits<std::uint64_t>::max();

/// Where the entries lie that a link has closed. User keys are hashes: another one is hit by chance never.
user_key key_of(const identity::user_link& link) noexcept {
  return {{link.source.words[0] ^ (link.number * 0x9E3779B97F4A7C15ULL),
           link.source.words[1] ^ (link.number * 0xC2B2AE3D27D4EB4FULL)}};
}

std::uint32_t to_seconds(std::int64_t time_ms) noexcept {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(time_ms / 1000, 0, std::numeric_limits<std::uint32_t>::max()));
}

}  // namespace

/// The key that holds what `user` did at this time: that of its next link, or its own.
user_key linked_profiles::key_at(const user_key& user, std::int64_t time_ms, std::uint64_t number) const {
  const auto* link = links_.next_link(user, time_ms, number);
  return link == nullptr ? user : key_of(*link);
}

void linked_profiles::collect_keys(const user_key& user, std::vector<user_key>& keys) const {
  keys.assign(1, user);
  const std::shared_lock lock(mutex_);
  if (links_.size() == 0) return;
  links_.visit_links_to(user, links_read_max,
                        [&](const identity::user_link& link) { keys.push_back(key_of(link)); });
}

void linked_profiles::collect_users(const user_key& user, std::vector<user_key>& users) const {
  users.assign(1, user);
  const std::shared_lock lock(mutex_);
  links_.visit_links_to(user, links_read_max,
                        [&](const identity::user_link& link) { users.push_back(link.source); });
}

void linked_profiles::apply(const user_key& user, const history_entry& entry, std::int64_t time_ms) {
  const auto key = [&] {
    const std::shared_lock lock(mutex_);
    return key_at(user, time_ms, any_number);
  }();
  profiles_.apply(key, entry);
}

void linked_profiles::remove(const user_key& user, item_index item, events::history_type type,
                             std::uint32_t until_s) {
  std::vector<user_key> keys;
  collect_keys(user, keys);
  for (const auto& key : keys) profiles_.remove(key, item, type, until_s);
}

void linked_profiles::move_entries(const identity::link_change& change) {
  if (!change.removed.empty()) taken_back_ = true;
  // Until now these were where the link after the new one, or the user itself, has them.
  if (const auto& link = change.added)
    profiles_.move(key_at(link->source, link->time_ms, link->number), key_of(*link),
                   to_seconds(link->time_ms));
  for (const auto& link : change.removed)
    profiles_.move(key_of(link), key_at(link.source, link.time_ms, link.number));
}

identity::link_change linked_profiles::link(const user_key& source, const user_key& target,
                                            std::int64_t time_ms, std::size_t partners_max) {
  const std::unique_lock lock(mutex_);
  keep_links_as_they_are();
  auto change = links_.add(source, target, time_ms, partners_max);
  move_entries(change);
  return change;
}

identity::link_change linked_profiles::unlink(const user_key& source, const user_key& target) {
  const std::unique_lock lock(mutex_);
  keep_links_as_they_are();
  auto change = links_.remove(source, target);
  move_entries(change);
  return change;
}

identity::link_change linked_profiles::refuse(const user_key& user, std::int64_t time_ms) {
  const std::unique_lock lock(mutex_);
  keep_links_as_they_are();
  auto change = links_.refuse(user, time_ms);
  move_entries(change);
  return change;
}

void linked_profiles::forget(const user_key& user) {
  const std::unique_lock lock(mutex_);
  keep_links_as_they_are();
  for (const auto& link : identity::forget_links(links_, user)) {
    taken_back_ = true;
    if (link.source == user)
      profiles_.forget(key_of(link));
    else
      profiles_.move(key_of(link), key_at(link.source, link.time_ms, link.number));
  }
  profiles_.forget(user);
}

void linked_profiles::keep_links_as_they_are() {
  if (!links_unsaved_) return;
  kept_links_ = links_.save();
  links_unsaved_ = false;
}

void linked_profiles::begin_save() {
  profiles_.begin_save();
  const std::unique_lock lock(mutex_);
  links_unsaved_ = true;
}

identity::saved_links linked_profiles::save_links() {
  identity::saved_links copy;
  {
    // Readers go on meanwhile.
    const std::shared_lock lock(mutex_);
    if (links_unsaved_) copy = links_.save();
  }
  const std::unique_lock lock(mutex_);
  if (!links_unsaved_) return std::exchange(kept_links_, {});
  links_unsaved_ = false;
  return copy;
}

void linked_profiles::end_save() {
  profiles_.end_save();
  identity::saved_links unused;  // freed without the lock
  const std::unique_lock lock(mutex_);
  links_unsaved_ = false;
  unused = std::exchange(kept_links_, {});
}

result<void> linked_profiles::load_links(const identity::saved_links& from) {
  const std::unique_lock lock(mutex_);
  return links_.load(from);
}

bool linked_profiles::allow(const user_key& user) {
  const std::unique_lock lock(mutex_);
  keep_links_as_they_are();
  return links_.allow(user);
}

void linked_profiles::read(const user_key& user, std::vector<history_entry>& out,
                           const item_at_time& counts_for) const {
  thread_local std::vector<user_key> keys;  // of this thread's last call, for its memory
  collect_keys(user, keys);
  if (keys.size() == 1 && !counts_for)
    profiles_.read(user, out);
  else
    profiles_.read(keys, out, counts_for);
}

bool linked_profiles::is_at_hand(const user_key& user) const {
  thread_local std::vector<user_key> keys;  // of this thread's last call, for its memory
  collect_keys(user, keys);
  return std::ranges::all_of(keys, [this](const user_key& key) { return profiles_.is_at_hand(key); });
}

bool linked_profiles::holds_link(const user_key& source, const user_key& target) const {
  const std::shared_lock lock(mutex_);
  return links_.holds(source, target);
}

std::size_t linked_profiles::links() const {
  const std::shared_lock lock(mutex_);
  return links_.size();
}

std::size_t linked_profiles::links_bytes() const {
  const std::shared_lock lock(mutex_);
  // A record with its source, a reference with its target, one in order of coming, their lists, two users.
  constexpr std::size_t of_a_link = 400;
  return links_.size() * of_a_link;
}

std::vector<identity::unlinked_user> linked_profiles::unlinked() const {
  const std::shared_lock lock(mutex_);
  return links_.unlinked();
}

std::optional<identity::unlinked_user> linked_profiles::find_unlinked(const user_key& user) const {
  const std::shared_lock lock(mutex_);
  return links_.find_unlinked(user);
}

std::size_t linked_profiles::unlinked_count() const {
  const std::shared_lock lock(mutex_);
  return links_.unlinked_count();
}

}  // namespace footfall::profile
