// The items of several lists of the catalogue as one.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

/// Together at most so many items are merged: a longer list spares no walk.
inline constexpr std::size_t merged_items_max = 10'000;

inline std::optional<std::span<const item_index>> merged_lists(const filter_input&, filter_findings& found) {
  if (found.lists.size() == 1) return found.lists.front();
  std::size_t items = 0;
  for (const auto& list : found.lists) items += list.size();
  if (items > merged_items_max) return std::nullopt;
  for (const auto& list : found.lists) found.merged.insert(found.merged.end(), list.begin(), list.end());
  std::ranges::sort(found.merged);
  found.merged.erase(std::unique(found.merged.begin(), found.merged.end()), found.merged.end());
  return found.merged;
}

}  // namespace footfall::recommend
