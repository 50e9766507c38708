// Items that have a value in common with the user.
#pragma once

#include "footfall/recommend/boosts.hpp"

#include <algorithm>

namespace footfall::recommend {

inline constexpr std::string_view by_user = "user";

inline bool has_value_of_user(const filter_input& input, const boost_settings& settings,
                              filter_findings& found) {
  if (input.categories.told == nullptr) return false;
  for (const auto& [key, value] : input.user_values)
    if (key == settings.user_attribute)
      found.lists.push_back(input.categories.told->items_with(catalog::value_of(settings.attribute, value)));
  return !found.lists.empty();
}

inline bool has_it_in_common(const filter_input&, const boost_settings&, const filter_findings& found,
                             const filter_candidate& candidate) {
  return std::ranges::any_of(found.lists, [&](std::span<const item_index> list) {
    return std::ranges::binary_search(list, candidate.item);
  });
}

}  // namespace footfall::recommend
