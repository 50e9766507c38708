// What went on in the past sessions that are most like the running one.
#pragma once

#include "footfall/model/model_kinds.hpp"

namespace footfall::model {

/// Session kNN that knows the order of both sessions, after VMIS-kNN (Kersbergen, Sprangers, Schelter:
/// Serenade, SIGMOD 2022).
///
///     p = the newest `context_events` context items, n of them; w(i) = n - rank of i, by n (rank 0: newest)
///     r(s) = 0.5^(age of s / half life) * sum of w(i) over items i of p in session s
///     of the `session_candidates` newest sessions with an item of p the `session_neighbours` with the
///     largest r count; equal: the newer e(s) = 1 + rank of the newest item of p that s holds, x(s) = its
///     place in s score(j) = rarity(j) * sum over these s that hold j, at place y:
///                r(s) * (1 - 0.1 e(s)) * (1 if y > x(s) else backward_weight) * max(1, |y - x(s)|)^-0.25
///
/// A session is newer when its last event is later, of equal ones the one with the larger owner number. An
/// updater throws std::bad_alloc only.
[[nodiscard]] std::unique_ptr<model_updater> make_ordered_session_neighbours_updater(
    const model_definition& definition, events::event_type learns_from);

/// Session kNN over sets (S-kNN; Jannach, Ludewig: When recurrent neural networks meet the neighborhood,
/// RecSys 2017): the cosine of the context's items and those of a session is its similarity, and an item's
/// score is the sum of the similarities of the sessions that hold it. Candidates and neighbours as above. For
/// catalogues whose sessions are days of mixed interests. Its updater throws std::bad_alloc only.
[[nodiscard]] std::unique_ptr<model_updater> make_session_set_neighbours_updater(
    const model_definition& definition, events::event_type learns_from);

/// See `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_ordered_session_neighbours(
    const model_definition& definition, const build_record& record, model_reader& from,
    std::size_t items_end);
[[nodiscard]] boost::shared_ptr<const model> load_session_set_neighbours(const model_definition& definition,
                                                                         const build_record& record,
                                                                         model_reader& from,
                                                                         std::size_t items_end);

}  // namespace footfall::model
