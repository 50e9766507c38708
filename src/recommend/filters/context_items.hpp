// What the visitor looks at is not recommended (protocol J2, "item currently viewed").
#pragma once

#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

inline bool exclude_context_items(const filter_input& input, filter_findings& found) {
  found.excluded.assign(input.context_items.begin(), input.context_items.end());
  return false;
}

}  // namespace footfall::recommend
