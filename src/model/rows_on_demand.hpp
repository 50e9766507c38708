// What goes with the context items, counted from the newest sessions when it is asked for: for time scopes
// that are chosen with the question, and for what comes next.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "model/co_occurrence.hpp"
#include "model/session_neighbours.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option maximum_rating_age{
    "maximum_rating_age",
    option_unit::duration_ms,
    90 * day_ms,
    hour_ms,
    years_ms,
    "Upheaval: only sessions younger than this count, where the "
    "scenario names no other; also their half life. 1, 7, 14, 30, 45, 60, 90, 180, "
    "320 or 365 days"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array next_click_options{
    option::pair_distance.with(1), option::backward_weight.with(0), option::damping,
    option::neighbour_exponent,    option::context_decay,           option::session_candidates};
inline constexpr std::array upheaval_options{
    option::maximum_rating_age, option::pair_distance, option::backward_weight,   option::damping,
    option::neighbour_exponent, option::context_decay, option::session_candidates};

/// The row of a context item x of rank r, from its `session_candidates` / r newest sessions: C(y) = sum over
/// them of the largest pair weight of x and y in one (`CF_I2I_*`) * 0.5^(age of its last event / half life);
/// S(x) = sum of these weights by age; score(y) = sum over the context of
/// C(y) / ((S(x) + damping) * (support(y) + damping)^neighbour_exponent) / r^context_decay.
/// Of a kind with `maximum_rating_age` only sessions younger than the scope count, which is also their half
/// life.
[[nodiscard]] std::unique_ptr<model_updater> make_rows_on_demand_updater(const model_definition& definition,
                                                                         events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_rows_on_demand(const model_definition& definition,
                                                                 const build_record& record,
                                                                 model_reader& from, std::size_t items_end);

}  // namespace footfall::model
