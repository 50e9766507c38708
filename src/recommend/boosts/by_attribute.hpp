// Items with a value of an attribute, such as a brand.
#pragma once

#include "footfall/recommend/boosts.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool has_attribute(const filter_input& input, const boost_settings& settings, filter_findings& found) {
  if (input.categories.told == nullptr) return false;
  const auto value = catalog::value_of(settings.attribute, settings.value);
  found.lists.push_back(input.categories.told->items_with(value));
  return !found.lists.front().empty();
}

inline bool has_value(const filter_input&, const boost_settings&, const filter_findings& found,
                      const filter_candidate& candidate) {
  return std::ranges::binary_search(found.lists.front(), candidate.item);
}

}  // namespace footfall::recommend
