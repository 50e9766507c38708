// What the request itself leaves out: items of other boxes of the page, prices, brands.
#pragma once

#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

inline bool has_request_rules(const filter_input& input, filter_findings&) { return input.admits != nullptr; }

inline bool is_refused_by_request(const filter_input& input, const filter_findings&,
                                  const filter_candidate& candidate) {
  return !input.admits->admits(candidate.item);
}

}  // namespace footfall::recommend
