// Only items in the categories of the request, and below.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool has_wanted_categories(const filter_input& input, filter_findings& found) {
  const auto wanted = input.wanted_categories;
  if (wanted.empty() || !input.categories.any() || std::ranges::any_of(wanted, &std::string::empty))
    return false;
  const auto* told = input.categories.told;
  for (const auto& path : wanted)
    if (const auto category = told == nullptr ? std::nullopt : find_category(*told, path))
      found.intervals.push_back(told->tree().interval_of(*category));
  // Those of a tree lie within each other or apart: each place once, however often a path comes.
  auto& all = found.intervals;
  std::ranges::sort(all, [](const auto& left, const auto& right) {
    return left.begin != right.begin ? left.begin < right.begin : left.end > right.end;
  });
  std::size_t kept = 0;
  for (const auto each : all)
    if (kept == 0 || each.begin >= all[kept - 1].end) all[kept++] = each;
  all.resize(kept);
  return true;
}

/// `Shoes` holds `Shoes` and `Shoes/Children`, not `Shoestrings`.
inline bool is_in_category(std::string_view path, std::string_view category) {
  return path.starts_with(category) && (path.size() == category.size() || path[category.size()] == '/');
}

inline bool is_outside_wanted_categories(const filter_input& input, const filter_findings& found,
                                         const filter_candidate& candidate) {
  if (candidate.told != nullptr && candidate.told->categories != 0) {
    const auto& told = *input.categories.told;
    return std::ranges::none_of(told.categories_of(candidate.item), [&](catalog::category_number category) {
      const auto place = told.tree().interval_of(category).begin;
      return std::ranges::any_of(found.intervals, [place](const catalog::category_interval& wanted) {
        return wanted.begin <= place && place < wanted.end;
      });
    });
  }
  bool inside = false;
  input.categories.visit_clicked(candidate.item, [&](std::string_view path) {
    for (const auto& category : input.wanted_categories) inside = inside || is_in_category(path, category);
  });
  return !inside;
}

/// Clicks say of each item alone in which categories it is: those of which nothing else says it may all be
/// wanted.
inline std::optional<model::item_lists> items_of_wanted_categories(const filter_input& input,
                                                                   filter_findings& found) {
  if (input.categories.any_by_clicks()) {
    const auto* placed = input.models != nullptr && input.models->placed_by_clicks
                             ? &*input.models->placed_by_clicks
                             : nullptr;
    if (placed == nullptr || !input.categories.by_clicks->append_newer(placed->known, found.own))
      return std::nullopt;
    std::ranges::sort(found.own);
    found.lists.emplace_back(found.own);
    found.lists.emplace_back(placed->items);
  }
  if (input.categories.told != nullptr)
    for (const auto& wanted : found.intervals)
      for (auto place = wanted.begin; place < wanted.end; ++place)
        found.lists.push_back(input.categories.told->items_in(input.categories.told->tree().at(place)));
  return model::item_lists::of(found.lists);
}

}  // namespace footfall::recommend
