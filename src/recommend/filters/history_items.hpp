// Items of one type of the user's history, for a year: purchased, consumed, on the user's own blacklist.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

template <events::history_type Type>
bool exclude_history(const filter_input& input, filter_findings& found) {
  for (const auto& entry : input.history) {
    if (entry.type != Type) continue;
    const auto ends_ms = std::int64_t{entry.time_s} * 1000 + history_filter_ms;
    if (ends_ms > input.now_ms)
      found.excluded.push_back(entry.item);
    else
      found.turned_ms = std::max(found.turned_ms, ends_ms);
  }
  return false;
}

/// As the log says: not where customers buy the same again.
inline bool exclude_purchased(const filter_input& input, filter_findings& found) {
  const bool buy_again = input.models != nullptr && input.models->repurchase_share >= repurchases_many;
  if (input.settings.already_purchased.is_automatic() && buy_again) return false;
  return exclude_history<events::history_type::owns>(input, found);
}

}  // namespace footfall::recommend
