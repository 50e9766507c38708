// Only items of a list that came with the request.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool has_group(const filter_input& input, filter_findings&) { return !input.group.empty(); }

inline bool is_outside_group(const filter_input& input, const filter_findings&,
                             const filter_candidate& candidate) {
  return !std::ranges::binary_search(input.group, candidate.item);
}

inline std::optional<std::span<const item_index>> list_of_group(const filter_input& input, filter_findings&) {
  return input.group;
}

}  // namespace footfall::recommend
