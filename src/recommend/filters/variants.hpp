// Of a product group one item an answer: a shirt is there once, not in each of its sizes (protocol J2).
#pragma once

#include "footfall/recommend/filters.hpp"
#include "recommend/filters/item_age.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool is_variant_of_answered(const filter_input&, const filter_findings& found,
                                   const filter_candidate& candidate) {
  return candidate.told != nullptr &&
         std::ranges::find(found.numbers, candidate.told->group) != found.numbers.end();
}

inline void note_group(filter_findings& found, const filter_candidate& chosen) {
  if (chosen.told != nullptr && chosen.told->group != 0) found.numbers.push_back(chosen.told->group);
}

}  // namespace footfall::recommend
