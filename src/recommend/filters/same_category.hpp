// Only items in the categories of the request, and below.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool has_wanted_categories(const filter_input& input, std::vector<item_index>&) {
  const auto wanted = input.wanted_categories;
  return !wanted.empty() && input.categories.any() && std::ranges::none_of(wanted, &std::string::empty);
}

/// `Shoes` holds `Shoes` and `Shoes/Children`, not `Shoestrings`.
inline bool is_in_category(std::string_view path, std::string_view category) {
  return path.starts_with(category) && (path.size() == category.size() || path[category.size()] == '/');
}

inline bool is_outside_wanted_categories(const filter_input& input, item_index item) {
  bool inside = false;
  input.categories.visit(item, [&](std::string_view path) {
    for (const auto& category : input.wanted_categories) inside = inside || is_in_category(path, category);
  });
  return !inside;
}

}  // namespace footfall::recommend
