// What a candidate has in common with the context items: their product group, which it must not have, and
// their brand, which it must.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool has_groups_of_context(const filter_input& input, filter_findings& found) {
  for (const auto item : input.context_items)
    if (const auto* told = input.told_of(item); told != nullptr && told->group != 0)
      found.numbers.push_back(told->group);
  return !found.numbers.empty();
}

inline bool is_variant_of_context(const filter_input&, const filter_findings& found,
                                  const filter_candidate& candidate) {
  return candidate.told != nullptr &&
         std::ranges::find(found.numbers, candidate.told->group) != found.numbers.end();
}

inline bool has_brands_of_context(const filter_input& input, filter_findings& found) {
  if (input.categories.told == nullptr) return false;
  for (const auto item : input.context_items) {
    const auto told = input.categories.told->read(item);
    if (!told || told->brand.empty() || std::ranges::find(found.texts, told->brand) != found.texts.end())
      continue;
    found.lists.push_back(input.categories.told->items_with(catalog::value_of("brand", told->brand)));
    found.texts.push_back(told->brand);
  }
  return !found.lists.empty();
}

inline bool is_of_other_brand(const filter_input&, const filter_findings& found,
                              const filter_candidate& candidate) {
  return std::ranges::none_of(found.lists, [&](std::span<const item_index> list) {
    return std::ranges::binary_search(list, candidate.item);
  });
}

inline std::optional<model::item_lists> items_of_brands(const filter_input&, filter_findings& found) {
  return model::item_lists::of(found.lists);
}

}  // namespace footfall::recommend
