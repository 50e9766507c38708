// Bundle: what is bought together with an item, as a set.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

namespace option {

inline constexpr model_option times{"times", option_unit::whole_number,
                                    5,       2,
                                    1000,    "Bundle: in how many baskets all of its items are at the least"};
inline constexpr model_option size{
    "size", option_unit::whole_number, 4, 2, 10, "Bundle: most items, the context item among them"};
inline constexpr model_option share{
    "share", option_unit::decimal,
    0.3,     0,
    1,       "Bundle: share of the baskets with the items before that the next one is in at the least"};
inline constexpr model_option lift{
    "lift", option_unit::decimal,
    2,      0,
    1000,   "Bundle: how many times more often it is in these baskets than in all, at the least"};

}  // namespace option

/// Age does not matter to it.
inline constexpr std::array bundle_options{option::history.with(365 * day_ms),
                                           option::window_events_min,
                                           option::times,
                                           option::size,
                                           option::share,
                                           option::lift};

/// Greedy sets, each prefix of which is itself frequent. Of the context item, its newest 500 baskets: the
/// item that is in most of them joins, if it is in at least `times` and has `share` and `lift`; then the same
/// among the baskets that hold all so far. An item's score is the share of the context item's baskets that
/// hold the set up to it; the context item has 1. Fewer than two items are no bundle. Of several context
/// items the bundle with most of them is the answer, of equal ones the one of the newest.
[[nodiscard]] std::unique_ptr<model_updater> make_bundle_updater(const model_definition& definition,
                                                                 events::event_type learns_from);

/// Loads one that was saved; see `model_kind::load`.
[[nodiscard]] boost::shared_ptr<const model> load_bundle(const model_definition& definition,
                                                         const build_record& record, model_reader& from,
                                                         std::size_t items_end);

}  // namespace footfall::model
