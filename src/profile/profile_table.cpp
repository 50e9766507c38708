// Users' histories: one short array per user, newest entry last, bounded per history type.
#include "footfall/profile/profile_table.hpp"

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace footfall::profile {

namespace {

// How many users are looked at to find one that has been idle for long: more would make a step longer and
// the choice hardly better.
constexpr std::size_t idle_samples = 8;

std::uint8_t merged_value(const history_entry& kept, const history_entry& added) noexcept {
  switch (added.type) {
    case events::history_type::consumed:
      return std::max(kept.value, added.value);
    case events::history_type::rendered:
      return static_cast<std::uint8_t>(std::min(kept.value + added.value, 255));
    default:
      return added.time_s < kept.time_s ? kept.value : added.value;
  }
}

void merge(std::vector<history_entry>& entries, history_entry added) {
  const auto of_type = [&](const history_entry& entry) { return entry.type == added.type; };
  const auto same = [&](const history_entry& entry) { return of_type(entry) && entry.item == added.item; };
  if (const auto known = std::ranges::find_if(entries, same); known != entries.end()) {
    const auto value = merged_value(*known, added);
    if (added.time_s < known->time_s) {
      known->value = value;
      return;
    }
    added.value = value;
    entries.erase(known);
  } else if (std::cmp_equal(std::ranges::count_if(entries, of_type), history_items_max(added.type))) {
    const auto oldest = std::ranges::find_if(entries, of_type);
    if (added.time_s < oldest->time_s) return;
    entries.erase(oldest);
  }
  // Most users have few entries: growing by half of what is there keeps less memory idle than doubling.
  if (entries.size() == entries.capacity()) entries.reserve(entries.size() + entries.size() / 2 + 2);
  entries.insert(std::ranges::upper_bound(entries, added.time_s, {}, &history_entry::time_s), added);
}

/// An entry and its place among those of its second.
struct ranked_entry {
  history_entry entry;
  std::uint32_t rank;
};

/// Makes one history of entries in any order: an item once per history type, each type within its bound,
/// newest first, of one second the highest rank first.
void unite(std::vector<ranked_entry>& all, std::vector<history_entry>& out) {
  std::ranges::sort(all, {}, [](const ranked_entry& each) {
    return std::tuple(each.entry.type, each.entry.item, each.entry.time_s, each.rank);
  });
  std::size_t kept = 0;
  for (const auto& each : all) {
    const auto* last = kept == 0 ? nullptr : &all[kept - 1].entry;
    const bool repeats = last != nullptr && last->type == each.entry.type && last->item == each.entry.item;
    const auto value = repeats ? merged_value(*last, each.entry) : each.entry.value;
    if (!repeats) ++kept;
    all[kept - 1] = each;
    all[kept - 1].entry.value = value;
  }
  all.resize(kept);
  std::ranges::sort(all, std::ranges::greater{},
                    [](const ranked_entry& each) { return std::tuple(each.entry.time_s, each.rank); });
  std::array<std::size_t, events::history_type_count> counts{};
  for (const auto& [entry, rank] : all)
    if (++counts[static_cast<std::size_t>(entry.type)] <= history_items_max(entry.type)) out.push_back(entry);
}

}  // namespace

std::size_t history_items_max(events::history_type type) noexcept {
  switch (type) {
    case events::history_type::none:
      return 0;
    case events::history_type::owns:
    case events::history_type::blacklist:
      return 200;
    case events::history_type::rendered:
      return 100;
    case events::history_type::clicked:
    case events::history_type::consumed:
    case events::history_type::basket:
    case events::history_type::rated:
    case events::history_type::wishlist:
      return 50;
  }
  return 0;
}

profile_table::profile_table(const profile_settings& settings)
    : stripe_users_max_(std::clamp<std::size_t>((settings.users_max + stripe_count - 1) / stripe_count, 1,
                                                std::numeric_limits<std::uint32_t>::max())) {}

void profile_table::apply(const user_key& user, const history_entry& entry) {
  if (history_items_max(entry.type) == 0) return;
  auto& target = stripe_of(user);
  const std::lock_guard lock(target.mutex);
  merge(target.change_or_add(user, stripe_users_max_), entry);
}

void profile_table::read(const user_key& user, std::vector<history_entry>& out) const {
  out.clear();
  const auto& source = stripe_of(user);
  const std::lock_guard lock(source.mutex);
  const auto known = source.places.find(user);
  if (known == source.places.end()) return;
  const auto& entries = source.users[*known].entries;
  out.assign(entries.rbegin(), entries.rend());
}

void profile_table::read(std::span<const user_key> users, std::vector<history_entry>& out) const {
  thread_local std::vector<ranked_entry> all;  // of this thread's last call, for its memory
  all.clear();
  out.clear();
  for (auto user = users.rbegin(); user != users.rend(); ++user) {
    const auto& source = stripe_of(*user);
    const std::lock_guard lock(source.mutex);
    const auto known = source.places.find(*user);
    if (known == source.places.end()) continue;
    for (const auto& entry : source.users[*known].entries)
      all.push_back({entry, static_cast<std::uint32_t>(all.size())});
  }
  unite(all, out);
}

void profile_table::remove(const user_key& user, item_index item, events::history_type type,
                           std::uint32_t until_s) {
  auto& target = stripe_of(user);
  const std::lock_guard lock(target.mutex);
  const auto known = target.places.find(user);
  if (known == target.places.end()) return;
  std::erase_if(target.change(*known), [&](const history_entry& entry) {
    return entry.type == type && entry.item == item && entry.time_s <= until_s;
  });
}

void profile_table::move(const user_key& from, const user_key& to, std::uint32_t until_s) {
  std::vector<history_entry> moved;
  {
    auto& source = stripe_of(from);
    const std::lock_guard lock(source.mutex);
    const auto known = source.places.find(from);
    if (known == source.places.end()) return;
    auto& entries = source.change(*known);
    const auto end = std::ranges::upper_bound(entries, until_s, {}, &history_entry::time_s);
    moved.assign(entries.begin(), end);
    entries.erase(entries.begin(), end);
  }
  if (moved.empty()) return;
  auto& target = stripe_of(to);
  const std::lock_guard lock(target.mutex);
  auto& entries = target.change_or_add(to, stripe_users_max_);
  for (const auto& entry : moved) merge(entries, entry);
}

std::size_t profile_table::size() const {
  std::size_t users = 0;
  for (const auto& part : stripes_) {
    const std::lock_guard lock(part.mutex);
    users += part.users.size();
  }
  return users;
}

std::vector<history_entry>& profile_table::stripe::change(std::uint32_t place) {
  if (saving && place >= saving->next && place < saving->end) saving->before.try_emplace(place, users[place]);
  return users[place].entries;
}

std::vector<history_entry>& profile_table::stripe::change_or_add(const user_key& user,
                                                                 std::size_t users_max) {
  if (const auto known = places.find(user); known != places.end()) return change(*known);
  if (users.size() < users_max) {
    users.push_back({user, {}});
    places.insert(static_cast<std::uint32_t>(users.size() - 1));
    return users.back().entries;
  }
  const auto place = pick_idle();
  change(place);
  places.erase(place);
  users[place] = {user, {}};
  places.insert(place);
  return users[place].entries;
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
    const auto& entries = users[place].entries;
    const auto last_s = entries.empty() ? 0 : entries.back().time_s;
    if (last_s > oldest_s) continue;
    oldest_s = last_s;
    idle = place;
  }
  return idle;
}

// The tables inside the stripes use the first word: stripes take the other one, so that both spread evenly.
profile_table::stripe& profile_table::stripe_of(const user_key& user) {
  return stripes_[user.words[1] % stripe_count];
}

const profile_table::stripe& profile_table::stripe_of(const user_key& user) const {
  return stripes_[user.words[1] % stripe_count];
}

}  // namespace footfall::profile
