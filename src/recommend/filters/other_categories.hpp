// Items that are in exactly one of some categories: those of the context items, or those of a list
// (protocol J2).
#pragma once

#include "footfall/recommend/filters.hpp"
#include "footfall/text/category_text.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool note_category(const filter_input& input, std::string_view path, filter_findings& found) {
  found.texts.emplace_back(path);
  const auto* told = input.categories.told;
  if (const auto number = told == nullptr ? std::nullopt : find_category(*told, path))
    found.numbers.push_back(*number);
  return true;
}

inline bool has_categories_of_context(const filter_input& input, filter_findings& found) {
  for (const auto item : input.context_items)
    input.categories.visit(item, [&](std::string_view path) { note_category(input, path, found); });
  return !found.texts.empty();
}

inline bool has_excluded_categories(const filter_input& input, filter_findings& found) {
  for (const auto& path : input.settings.excluded_categories)
    note_category(input, text::to_category_text(path), found);
  return input.categories.any();
}

inline bool is_in_other_category(const filter_input& input, const filter_findings& found,
                                 const filter_candidate& candidate) {
  if (candidate.told != nullptr && candidate.told->categories != 0)
    return std::ranges::any_of(input.categories.told->categories_of(candidate.item),
                               [&](std::uint64_t category) {
                                 return std::ranges::find(found.numbers, category) != found.numbers.end();
                               });
  bool inside = false;
  input.categories.visit_clicked(candidate.item, [&](std::string_view path) {
    inside = inside || std::ranges::find(found.texts, path) != found.texts.end();
  });
  return inside;
}

}  // namespace footfall::recommend
