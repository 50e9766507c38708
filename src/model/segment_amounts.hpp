// How much events count that carried the same segments.
#pragma once

#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/profile/segment_log.hpp"
#include "model/newest_ratings.hpp"
#include "model/person_amounts.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <span>
#include <tuple>
#include <vector>

namespace footfall::model {

/// Calls `visit(counted_event)` with each event, counted person by person. The order of events changes.
template <class Visit>
void visit_amounts(std::vector<profile::segment_event>& events, events::event_type type,
                   person_amounts& amounts, const Visit& visit) {
  using profile::segment_event;
  std::ranges::sort(events, [](const segment_event& left, const segment_event& right) {
    return std::tie(left.user, left.item, left.time_s) < std::tie(right.user, right.item, right.time_s);
  });
  // Reports of consumption repeat themselves.
  const bool by_units = type == events::event_type::buy;
  std::vector<unit_event> units;
  for (auto from = events.begin(); from != events.end();) {
    units.clear();
    const auto user = from->user;
    for (; from != events.end() && from->user == user; ++from)
      units.push_back({from->item, from->time_s, by_units ? from->quantity : 1});
    for (const auto& each : amounts.count(units)) visit(each);
  }
}

/// The same of ratings: of each person and item the newest, as a share of the largest of the item's type.
template <class Visit>
void visit_rated(std::vector<profile::segment_event>& events,
                 const std::map<std::uint32_t, rating_scale>& largest, const catalog::item_dictionary& items,
                 const Visit& visit) {
  using profile::segment_event;
  std::ranges::stable_sort(events, [](const segment_event& left, const segment_event& right) {
    return std::tie(left.user, left.item, left.time_s) < std::tie(right.user, right.item, right.time_s);
  });
  for (std::size_t place = 0; place < events.size(); ++place) {
    const auto& each = events[place];
    const auto* next = place + 1 < events.size() ? &events[place + 1] : nullptr;
    if (next != nullptr && next->user == each.user && next->item == each.item) continue;
    const auto scale = largest.find(items.key_of(each.item).type);
    const auto share = scale == largest.end() ? 0.0 : scale->second.share(each.quantity);
    visit(counted_event{each.time_s, each.item, static_cast<float>(std::min(share, 1.0))});
  }
}

}  // namespace footfall::model
