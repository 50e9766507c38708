// Items of one type of the user's history, for a year: purchased, consumed, on the user's own blacklist.
#pragma once

#include "footfall/recommend/filters.hpp"

namespace footfall::recommend {

template <events::history_type Type>
bool exclude_history(const filter_input& input, std::vector<item_index>& excluded) {
  for (const auto& entry : input.history)
    if (entry.type == Type && std::int64_t{entry.time_s} * 1000 > input.now_ms - history_filter_ms)
      excluded.push_back(entry.item);
  return false;
}

}  // namespace footfall::recommend
