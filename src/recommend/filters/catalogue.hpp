// Only what can be bought or read now: visible, not sold out, within its validity, by what the customer says.
#pragma once

#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

inline bool has_catalogue(const filter_input& input, filter_findings&) {
  return input.offered.catalogue != nullptr || input.offered.unknown == catalog::unknown_items::hide;
}

inline bool is_not_offered(const filter_input& input, const filter_findings&,
                           const filter_candidate& candidate) {
  const auto& offered = input.offered;
  // What has a record at hand needs no second look for it.
  if (candidate.told != nullptr && offered.catalogue == input.categories.told)
    return !catalog::is_recommendable(*candidate.told, input.now_ms / 1000);
  return offered.catalogue == nullptr ||
         !offered.catalogue->may_show(input.items.key_of(candidate.item), candidate.item, offered.unknown,
                                      input.now_ms / 1000);
}

}  // namespace footfall::recommend
