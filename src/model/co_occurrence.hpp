// Item-to-item co-occurrence: what goes with the context items.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option pair_distance{"pair_distance",
                                            option_unit::whole_number,
                                            10,
                                            1,
                                            100,
                                            "Co-occurrence: most steps between the two items of a pair"};
inline constexpr model_option damping{
    "damping", option_unit::decimal, 10, 0, 1000, "Co-occurrence: added to the support of both items"};
inline constexpr model_option neighbour_exponent{"neighbour_exponent",
                                                 option_unit::decimal,
                                                 0.2,
                                                 0,
                                                 1,
                                                 "Co-occurrence: how much a popular neighbour is held back"};
inline constexpr model_option neighbours{"neighbours", option_unit::whole_number,
                                         100,          1,
                                         1000,         "Co-occurrence: best neighbours kept of each item"};
inline constexpr model_option context_decay{"context_decay",
                                            option_unit::decimal,
                                            2,
                                            0,
                                            10,
                                            "Co-occurrence: a context item of rank r counts 1 / r^this"};
inline constexpr model_option second_order{
    "second_order",
    option_unit::decimal,
    0.02,
    0,
    1,
    "Co-occurrence in a mixture: weight of neighbours of neighbours of items with few; 0: none"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array co_occurrence_options{
    option::pair_distance, option::backward_weight, option::damping,     option::neighbour_exponent,
    option::neighbours,    option::context_decay,   option::second_order};

/// A model that adds up the neighbours of the context items (`neighbour_counter.hpp` has the formula).
/// Counted per user session, not over all of a user's events: a whole visitor as window costs .01 to .06 of
/// the hit rate. Updates throw std::bad_alloc only.
[[nodiscard]] std::unique_ptr<model_updater> make_co_occurrence_updater(const model_definition& definition,
                                                                        events::event_type learns_from);

/// See `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_co_occurrence(const model_definition& definition,
                                                                const build_record& record,
                                                                model_reader& from, std::size_t items_end);

}  // namespace footfall::model
