// Items in a category or below.
#pragma once

#include "footfall/recommend/boosts.hpp"
#include "recommend/filters/same_category.hpp"

namespace footfall::recommend {

inline bool has_category(const filter_input& input, const boost_settings& settings, filter_findings&) {
  return input.categories.any() && !settings.value.empty();
}

inline bool is_in_boosted_category(const filter_input& input, const boost_settings& settings,
                                   const filter_findings&, const filter_candidate& candidate) {
  bool inside = false;
  input.categories.visit(candidate.item, [&](std::string_view path) {
    inside = inside || is_in_category(path, settings.value);
  });
  return inside;
}

}  // namespace footfall::recommend
