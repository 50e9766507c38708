// A ranking as a part of the log likes it.
#pragma once

#include "footfall/model/ranking.hpp"
#include "footfall/model/slices.hpp"

#include <span>
#include <vector>

namespace footfall::model {

/// Slices that are one: all events of them count.
struct slice_view {
  std::vector<const model_slice*> slices;
  double prior = 100;   ///< how many events of the whole ranking are mixed in
  bool strict = false;  ///< only items with an event in them
};

/// Appends, in any order, all items that can be among the best `wanted` that are admitted: score'(j) =
/// (n(j) + prior * p(j)) / (N + prior), n the amount of j in the slices, N that of all items, p the share of
/// j in the ranking; of several views the mean. So a slice that is thin moves little. Of ratings n is the sum
/// of them and N their number, both of j, the prior 10, and its score takes the place of p. Thread-safe.
void answer_sliced(const ranking& whole, std::span<const slice_view> views, const question& asked,
                   scored_list& out);

}  // namespace footfall::model
