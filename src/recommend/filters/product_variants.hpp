// Products instead of their variants: a shirt, and not the shirt in blue and in size L (protocol J2).
#pragma once

#include "footfall/recommend/filters.hpp"
#include "recommend/filters/item_age.hpp"

namespace footfall::recommend {

/// Products and items without variants stay.
inline bool is_product_variant(const filter_input&, const filter_findings&,
                               const filter_candidate& candidate) {
  return candidate.told != nullptr && candidate.told->variant;
}

}  // namespace footfall::recommend
