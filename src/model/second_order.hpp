// Neighbours of neighbours, for items that have few neighbours of their own: found when they are asked for.
#pragma once

#include "model/neighbour_table.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace footfall::model {

/// Rows with fewer neighbours than this get neighbours of their neighbours, too.
inline constexpr std::size_t short_row_neighbours = 20;
/// Only where the items asked about have fewer neighbours than this in all: longer lists need no more.
inline constexpr std::size_t short_list = 100;
/// So many of the best of each neighbour's row: with more the lists are no better on any recorded set.
inline constexpr std::size_t further_neighbours = 30;

/// The row of a neighbour, and what its weights are multiplied with.
struct further_row {
  const neighbour* begin;
  std::uint32_t size;
  float factor;
};

/// Where a list would be short, short rows of i are lengthened by the items j that are not among them:
///
///     A[i,j] = second order * sum over neighbours k of i: A[i,k] * A[k,j] / sum_l A[k,l]
///     with j of the best 30 of each k
///
/// Rarely seen items reach further than what happened to be next to them. As each sum depends on many weights
/// of the table, each change of the table would change nearly all sums, while rare items are rarely asked
/// for: so the sums are not kept, but made from these rows.
///
/// Writes the rows of the neighbours of `own`, the row of i, to `out`, with `second_order` in their factors;
/// returns how many. Those of a row that is not short are none. `out` has room for `own.size()`. Thread-safe.
[[nodiscard]] std::size_t find_further_rows(const neighbour_table& table, std::span<const neighbour> own,
                                            float second_order, further_row* out) noexcept;

}  // namespace footfall::model
