// What visitors look at and say that is about no item, or not about one alone. The server makes these events
// itself: they are in no tracking URL and no import line.
#pragma once

#include "footfall/events/event.hpp"

namespace footfall::events {

inline constexpr event_type category_view_event{18};  ///< the page of a category
inline constexpr event_type brand_view_event{19};     ///< the page of a brand
inline constexpr event_type search_event{20};         ///< the page of what a search has found

}  // namespace footfall::events
