// What was added to the catalogue, or became valid, too long ago.
#pragma once

#include "footfall/recommend/filters.hpp"

#include <algorithm>

namespace footfall::recommend {

/// Without a catalogue nothing is asked of candidates.
inline bool has_records(const filter_input& input, filter_findings&) {
  return input.categories.told != nullptr;
}

/// Nobody knows the age of an item that has no time at all.
inline bool is_too_old(const filter_input& input, const filter_findings&, const filter_candidate& candidate) {
  if (candidate.told == nullptr) return false;
  const auto begin_s = std::max(candidate.told->added_s, candidate.told->valid_from_s);
  return begin_s != 0 && input.now_ms - std::int64_t{begin_s} * 1000 > input.settings.maximum_item_age_ms;
}

}  // namespace footfall::recommend
