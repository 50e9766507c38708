// What went on in the past sessions that are most like the running one.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option context_events{
    "context_events",
    option_unit::whole_number,
    4,
    1,
    10,
    "Session kNN: how many of the newest context items are looked at"};
inline constexpr model_option session_candidates{
    "session_candidates",
    option_unit::whole_number,
    500,
    1,
    5000,
    "Session kNN: newest sessions that share items with the context, to choose from"};
inline constexpr model_option session_neighbours{"session_neighbours",
                                                 option_unit::whole_number,
                                                 100,
                                                 1,
                                                 1000,
                                                 "Session kNN: most similar sessions that count"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array ordered_session_options{option::backward_weight, option::context_events,
                                                    option::session_candidates, option::session_neighbours};
inline constexpr std::array session_set_options{option::session_candidates, option::session_neighbours};

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
