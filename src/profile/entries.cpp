#include "entries.hpp"

#include <algorithm>
#include <utility>

namespace footfall::profile {

std::uint8_t merged_value(const history_entry& kept, const history_entry& added,
                          std::uint32_t session_s) noexcept {
  const auto sum = static_cast<std::uint8_t>(std::min(kept.value + added.value, 255));
  const auto [older, newer] = std::minmax(kept.time_s, added.time_s);
  const auto newest = added.time_s < kept.time_s ? kept.value : added.value;
  switch (added.type) {
    case events::history_type::consumed:
      return std::max(kept.value, added.value);
    case events::history_type::owns:
      return sum;
    case events::history_type::rendered:
      return newer - older > session_s ? newest : sum;
    default:
      return newest;
  }
}

void merge(std::vector<history_entry>& entries, history_entry added, const history_bounds& bounds) {
  const auto most = history_items_max(added.type, bounds.items);
  if (most == 0) return;
  const auto of_type = [&](const history_entry& entry) { return entry.type == added.type && !entry.removal; };
  const auto same = [&](const history_entry& entry) { return of_type(entry) && entry.item == added.item; };
  if (const auto known = std::ranges::find_if(entries, same); known != entries.end()) {
    const auto value = merged_value(*known, added, bounds.session_s);
    if (added.time_s < known->time_s) {
      known->value = value;
      return;
    }
    added.value = value;
    entries.erase(known);
  }
  // More than one at a time only where the bound has become smaller.
  for (auto count = static_cast<std::size_t>(std::ranges::count_if(entries, of_type)); count >= most;
       --count) {
    const auto oldest = std::ranges::find_if(entries, of_type);
    if (count == most && added.time_s < oldest->time_s) return;
    entries.erase(oldest);
  }
  entries.insert(std::ranges::upper_bound(entries, added.time_s, {}, &history_entry::time_s), added);
}

std::size_t history_items_max(events::history_type type, std::size_t history_items) noexcept {
  switch (type) {
    case events::history_type::none:
      return 0;
    case events::history_type::owns:
    case events::history_type::blacklist:
      return 4 * history_items;
    case events::history_type::rendered:
      return 2 * history_items;
    case events::history_type::clicked:
    case events::history_type::consumed:
    case events::history_type::basket:
    case events::history_type::rated:
    case events::history_type::wishlist:
      return history_items;
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

bool came_too_late(std::span<const history_entry> entries, const history_entry& added) {
  return std::ranges::any_of(entries, [&](const history_entry& entry) {
    return entry.removal && entry.type == added.type && entry.item == added.item &&
           added.time_s < entry.time_s;
  });
}

bool is_removed(std::span<const history_entry> entries, const history_entry& older, std::uint8_t moves) {
  return std::ranges::any_of(entries, [&](const history_entry& entry) {
    return entry.removal && entry.value >= moves && entry.type == older.type && entry.item == older.item &&
           older.time_s <= entry.time_s;
  });
}

}  // namespace footfall::profile
