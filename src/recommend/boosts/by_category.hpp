// Items in a category or below.
#pragma once

#include "footfall/recommend/boosts.hpp"
#include "footfall/text/category_text.hpp"
#include "recommend/filters/same_category.hpp"

namespace footfall::recommend {

inline bool has_category(const filter_input& input, const boost_settings& settings, filter_findings& found) {
  found.texts.push_back(text::to_category_text(settings.value));
  return input.categories.any() && !found.texts.front().empty();
}

inline bool is_in_boosted_category(const filter_input& input, const boost_settings&,
                                   const filter_findings& found, const filter_candidate& candidate) {
  bool inside = false;
  input.categories.visit(candidate.item, [&](std::string_view path) {
    inside = inside || is_in_category(path, found.texts.front());
  });
  return inside;
}

}  // namespace footfall::recommend
