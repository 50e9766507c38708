#include "entries.hpp"

#include <algorithm>
#include <utility>

namespace footfall::profile {

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
  const auto of_type = [&](const history_entry& entry) { return entry.type == added.type && !entry.removal; };
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

std::vector<history_entry> take_until(std::vector<history_entry>& entries, std::uint32_t until_s) {
  std::vector<history_entry> taken;
  std::erase_if(entries, [&](const history_entry& entry) {
    const bool goes = !entry.removal && entry.time_s <= until_s;
    if (goes) taken.push_back(entry);
    return goes;
  });
  return taken;
}

void keep_removal(std::vector<history_entry>& entries, const history_entry& removal) {
  auto kept = removal;
  std::erase_if(entries, [&](const history_entry& entry) {
    const bool same = entry.removal && entry.type == removal.type && entry.item == removal.item;
    if (same) {
      kept.time_s = std::max(kept.time_s, entry.time_s);
      kept.value = std::max(kept.value, entry.value);
    }
    return same;
  });
  if (std::cmp_equal(std::ranges::count_if(entries, &history_entry::removal), removals_max))
    entries.erase(std::ranges::find_if(entries, &history_entry::removal));
  entries.insert(std::ranges::upper_bound(entries, kept.time_s, {}, &history_entry::time_s), kept);
}

bool is_removed(std::span<const history_entry> entries, const history_entry& older, std::uint8_t moves) {
  return std::ranges::any_of(entries, [&](const history_entry& entry) {
    return entry.removal && entry.value >= moves && entry.type == older.type && entry.item == older.item &&
           older.time_s <= entry.time_s;
  });
}

}  // namespace footfall::profile
