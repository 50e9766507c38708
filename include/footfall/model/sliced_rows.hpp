// What parts of the log add to the list of a model with context.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/sliced_ranking.hpp"

#include <cstddef>
#include <span>

namespace footfall::model {

/// How much what goes with the context items in a slice counts beside what goes with them in the whole log.
inline constexpr double slice_share = 0.3;

/// Adds to a list, each item once, `slice_share` * A(j) of the slices, of several views the mean; changes the
/// order of the list. A is the row of the context counted from the newest sequences of a view,
/// `session_candidates` / rank of each context item, as kinds that count when they are asked do
/// (`rows_on_demand.hpp`). Of journeys, A is the sum over the ranks r of C(j) / ((S + prior) * r^2): C of the
/// weights of journeys with the context item that ended in j, S of all sessions with it, by age, in the
/// slices that know such a journey; of kinds with a scope of the newest sessions inside it. Slices without
/// rows add nothing. Thread-safe.
void add_sliced_rows(const model_definition& definition, std::span<const slice_view> views,
                     const question& asked, scored_list& list);

/// Whether a model by itself, whatever requests ask for, has slices of what is said of users. Thread-safe.
[[nodiscard]] bool has_slices_of_users(const model_definition& definition);

/// What the slices of a model take, of rankings and of rows. Thread-safe.
[[nodiscard]] std::size_t memory_bytes_of(const model_slices& slices) noexcept;

}  // namespace footfall::model
