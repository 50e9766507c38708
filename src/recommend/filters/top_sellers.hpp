// What sells best anyway is left out, whether or not the scenario asks a model of top sellers (protocol J2).
#pragma once

#include "footfall/model/ranking.hpp"
#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool exclude_top_sellers(const filter_input& input, filter_findings& found) {
  if (input.models == nullptr) return false;
  for (const auto& each : input.models->models) {
    if (!each.content || each.kind->family != model::model_family::popularity ||
        each.kind->learns_from != events::event_type::buy)
      continue;
    const auto best = each.content->ranks()->items();
    for (const auto& entry : best.first(std::min<std::size_t>(best.size(), input.settings.top_sellers)))
      found.excluded.push_back(entry.item);
    break;  // the first is that of now
  }
  return false;
}

}  // namespace footfall::recommend
