// Only items of the output types of the request.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

/// Most customers have one item type: nothing is asked of their candidates.
inline bool has_other_item_types(const filter_input& input, filter_findings&) {
  return input.output_types.size() > 1 || !input.items.all_of_type(input.output_types.front());
}

inline bool is_of_other_type(const filter_input& input, const filter_findings&,
                             const filter_candidate& candidate) {
  return std::ranges::find(input.output_types, input.items.type_of(candidate.item)) ==
         input.output_types.end();
}

}  // namespace footfall::recommend
