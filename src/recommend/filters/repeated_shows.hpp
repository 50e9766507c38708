// What was shown often enough in the running session is not shown again (protocol J2, "repeated shows").
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

inline bool exclude_repeated_shows(const filter_input& input, filter_findings& found) {
  for (const auto& entry : input.history) {
    if (entry.type != events::history_type::rendered || entry.value < input.settings.repeated_shows) continue;
    const auto session_ends_ms = std::int64_t{entry.time_s} * 1000 + input.session_ms;
    if (session_ends_ms >= input.now_ms)
      found.excluded.push_back(entry.item);
    else
      found.turned_ms = std::max(found.turned_ms, session_ends_ms);
  }
  return false;
}

}  // namespace footfall::recommend
