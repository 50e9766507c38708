// Neighbours of neighbours, for items that have few neighbours of their own.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "model/neighbour_table.hpp"

namespace footfall::model {

/// Rows with fewer neighbours than this get neighbours of their neighbours, too.
inline constexpr std::size_t short_row_neighbours = 20;
/// And of those so many at the most, however many a row may have of its own: more cost news a part of their
/// hit rate.
inline constexpr std::uint32_t further_neighbours_max = 50;

/// Lengthens the rows of i with 1..19 neighbours by the best items j that are not among them, at most
/// `definition.neighbours` of them and at most 50:
///
///     A[i,j] = definition.second_order * sum over neighbours k of i: A[i,k] * A[k,j] / sum_l A[k,l]
///
/// Rarely seen items reach further than what happened to be next to them. Nothing changes when the weight is
/// 0. The result does not depend on the number of threads.
void add_second_order(const model_definition& definition, unsigned threads, neighbour_table& table);

}  // namespace footfall::model
