// Only items of the output type of the request.
#pragma once

#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

/// Most customers have one item type: nothing is asked of their candidates.
inline bool has_other_item_types(const filter_input& input, std::vector<item_index>&) {
  return !input.items.all_of_type(input.output_type);
}

inline bool is_of_other_type(const filter_input& input, item_index item) {
  return input.items.type_of(item) != input.output_type;
}

}  // namespace footfall::recommend
