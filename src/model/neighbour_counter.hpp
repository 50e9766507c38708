// Counts which items occur close to each other in sessions and keeps the best neighbours of each.
#pragma once

#include "footfall/model/event_history.hpp"
#include "footfall/model/model_kinds.hpp"
#include "model/age_decay.hpp"
#include "model/neighbour_table.hpp"

namespace footfall::model {

/// The neighbours of every item of the sessions.
///
///     for every session, for every ordered pair (x at position p, y at position q), p < q <= p + distance, x
///     != y:
///         w = decay(y) / (q - p)
///         (x,y) takes w, (y,x) takes w * backward weight; per session and ordered pair only the largest
///         counts C[x,y] += that weight
///     S[x]   = sum over the sessions that hold x of the mean decay of x's events in it
///     A[x,y] = C[x,y] / ((S[x] + damping) * (S[y] + damping)^exponent)
///
/// The pair weight by distance follows the sequential rules of Ludewig and Jannach (Evaluation of
/// session-based recommendation algorithms, 2018); damping and exponent keep one-off pairs and blockbusters
/// from the top. Counted by rows (Gustavson, Two fast algorithms for sparse matrices, 1978): an item's row is
/// summed in an array as wide as the catalogue that each thread has once, so there is never a table of pairs.
/// The result does not depend on the number of threads.
[[nodiscard]] neighbour_table count_neighbours(const session_columns& sessions, const age_decay& decay,
                                               const model_definition& definition, unsigned threads);

}  // namespace footfall::model
