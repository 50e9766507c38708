// Similar rated: those who liked the context items liked these, and what they disliked is kept away.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "model/co_occurrence.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option dislikes{
    "dislikes",
    option_unit::decimal,
    0.5,
    0,
    2,
    "Similar rated: how much it counts against an item that it is disliked together with disliked ones"};
inline constexpr model_option ratings_of_owner{
    "ratings_of_owner",
    option_unit::whole_number,
    100,
    2,
    1000,
    "Similar rated: newest likes and newest dislikes of each person that count"};

}  // namespace option

/// Besides `history` and `window_events_min`; age does not matter.
inline constexpr std::array similar_rated_options{option::history.with(365 * day_ms),
                                                  option::window_events_min,
                                                  option::dislikes,
                                                  option::ratings_of_owner,
                                                  option::damping,
                                                  option::neighbour_exponent,
                                                  option::neighbours};

/// Co-liking. A person likes an item if the rating is at least the person's mean, which begins with five
/// average ratings of the item type, and dislikes it otherwise. n(x): persons that like x, n(x, y): that like
/// both, of the newest 500 that like x; A(x, y) = n(x, y) / ((n(x) + damping) * (n(y) +
/// damping)^neighbour_exponent), the best `neighbours` of a row; the same of dislikes. score(y) = sum over
/// the 10 newest liked context items of A(x, y) - `dislikes` * that of the disliked. Context items count as
/// liked unless the user rated them below the own mean; what the user has rated is left out.
[[nodiscard]] std::unique_ptr<model_updater> make_similar_rated_updater(const model_definition& definition,
                                                                        events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_similar_rated(const model_definition& definition,
                                                                const build_record& record,
                                                                model_reader& from, std::size_t items_end);

}  // namespace footfall::model
