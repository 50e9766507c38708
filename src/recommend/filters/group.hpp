// Only items of a list that came with the request.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool has_group(const filter_input& input, std::vector<item_index>&) { return !input.group.empty(); }

inline bool is_outside_group(const filter_input& input, item_index item) {
  return !std::ranges::binary_search(input.group, item);
}

}  // namespace footfall::recommend
