// What the shop has new, or on sale.
#pragma once

#include "footfall/recommend/boosts.hpp"

namespace footfall::recommend {

inline bool has_offers(const filter_input& input, const boost_settings&, filter_findings&) {
  return input.categories.told != nullptr;
}

inline bool is_new(const filter_input& input, const boost_settings& settings, const filter_findings&,
                   const filter_candidate& candidate) {
  const auto* told = candidate.told;
  return told != nullptr && told->added_s != 0 &&
         input.now_ms - std::int64_t{told->added_s} * 1000 <= settings.maximum_age_ms;
}

inline bool is_on_sale(const filter_input& input, const boost_settings&, const filter_findings&,
                       const filter_candidate& candidate) {
  const auto* told = candidate.told;
  const auto now_s = input.now_ms / 1000;
  return told != nullptr && told->has_sale && told->sale_from_s <= now_s && now_s <= told->sale_to_s;
}

}  // namespace footfall::recommend
