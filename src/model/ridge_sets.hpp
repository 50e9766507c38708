// Ridge on sets: what is missing where all of the context items are.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option regularization{
    "regularization",
    option_unit::decimal,
    100,
    0.1,
    100'000,
    "Ridge on sets: the larger, the less is believed of items that are in few sessions"};

}  // namespace option

/// Age does not matter to it.
inline constexpr std::array ridge_set_options{option::history.with(365 * day_ms), option::window_events_min,
                                              option::regularization};

/// EASE (Steck, WWW 2019) restricted to what is near. G counts the sessions that hold two items, those of
/// more than 200 items left out. For each item j: N = the 100 items of largest G_ij / sqrt(G_ii * G_jj), of
/// equal ones the smaller; b = (G_NN + regularization * I)^-1 G_Nj. score(j) = sum of b_i over the newest 50
/// context items i, all alike, where that is above 0; of each i the 100 largest b_i are kept.
[[nodiscard]] std::unique_ptr<model_updater> make_ridge_sets_updater(const model_definition& definition,
                                                                     events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_ridge_sets(const model_definition& definition,
                                                             const build_record& record, model_reader& from,
                                                             std::size_t items_end);

}  // namespace footfall::model
