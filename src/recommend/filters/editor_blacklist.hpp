// What a person has put on the list of items that are never recommended, in whatever scenario (protocol J2).
#pragma once

#include "footfall/model/editorial_items.hpp"
#include "footfall/model/ranking.hpp"
#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

inline bool exclude_editor_blacklist(const filter_input& input, filter_findings& found) {
  const auto* list = input.models == nullptr ? nullptr : input.models->find(model::editor_blacklist_id);
  if (list == nullptr || !list->content || list->definition.items.empty()) return false;
  for (const auto& entry : list->content->ranks()->items()) found.excluded.push_back(entry.item);
  return false;
}

}  // namespace footfall::recommend
