// What was shown often enough in the running session is not shown again (protocol J2, "repeated shows").
#pragma once

#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

inline bool exclude_repeated_shows(const filter_input& input, filter_findings& found) {
  for (const auto& entry : input.history)
    if (entry.type == events::history_type::rendered && entry.value >= input.settings.repeated_shows &&
        std::int64_t{entry.time_s} * 1000 >= input.now_ms - input.session_ms)
      found.excluded.push_back(entry.item);
  return false;
}

}  // namespace footfall::recommend
