// Best rated: how good an item's ratings are and how many there are, in one number.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option prior{"prior",
                                    option_unit::decimal,
                                    10,
                                    0,
                                    10'000,
                                    "Best rated: how many ratings of average worth each item begins with. "
                                    "Ultimately bought: how many journeys "
                                    "that ended as clicks alone would say"};
inline constexpr model_option raters_min{
    "raters_min", option_unit::whole_number, 1, 1, 1e6, "Best rated: items with fewer raters are left out"};

}  // namespace option

/// Besides those of time.
inline constexpr std::array best_rated_options{option::prior, option::raters_min};

/// Bayesian average over the raters of an item: (sum of d * r + prior * mu) / (sum of d + prior). r is a
/// rater's newest rating of it as a share of the largest rating of its item type, d its weight by age, mu the
/// mean of all r of the item type. Comments without a rating do not count. Equal scores: more raters first.
[[nodiscard]] std::unique_ptr<model_updater> make_best_rated_updater(const model_definition& definition,
                                                                     events::event_type learns_from);

/// See `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_best_rated(const model_definition& definition,
                                                             const build_record& record, model_reader& from,
                                                             std::size_t items_end);

}  // namespace footfall::model
