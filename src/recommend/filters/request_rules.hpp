// What the request itself leaves out: items of other boxes of the page, prices, brands.
#pragma once

#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

inline bool has_request_rules(const filter_input& input, std::vector<item_index>&) {
  return input.admits != nullptr;
}

inline bool is_refused_by_request(const filter_input& input, item_index item) {
  return !input.admits->admits(item);
}

}  // namespace footfall::recommend
