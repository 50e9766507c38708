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

inline std::optional<model::item_lists> list_of_group(const filter_input& input, filter_findings& found) {
  found.lists.push_back(input.group);
  return model::item_lists::of(found.lists);
}

}  // namespace footfall::recommend
