// What visitors look at and say besides the events of tracking URLs. The server makes these events itself:
// they are in no tracking URL and no import line, but for `unblacklist_event`.
#pragma once

#include "footfall/events/event.hpp"

namespace footfall::events {

inline constexpr event_type category_view_event{18};  ///< the page of a category
inline constexpr event_type brand_view_event{19};     ///< the page of a brand
inline constexpr event_type search_event{20};         ///< the page of what a search has found

/// What a user says of a product, brand or category, as it was said.
inline constexpr event_type preference_event{21};
inline constexpr event_type unblacklist_event{22};  ///< its item may be recommended to the user again

}  // namespace footfall::events
