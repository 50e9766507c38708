// What is new in the catalogue, in order or at random.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <array>

namespace footfall::model {

inline constexpr std::array recently_added_options{option::maximum_item_age.with(30 * day_ms)};
inline constexpr std::array random_options{option::maximum_item_age.with(30 * day_ms),
                                           option::shuffle.with(hour_ms)};

/// `RECENTLY_ADDED`, `RANDOM`: items that were added, or became valid, within `maximum_item_age`. The weight
/// of an item is w = 0.5^(age / (maximum_item_age / 2)), and so is its score; at random it is u^(1 / w) with
/// a u in (0, 1) for the item and the period of `shuffle`, so that an item leads in w / sum of w of the
/// periods (Efraimidis and Spirakis, Weighted Random Sampling with a Reservoir, 2006).
[[nodiscard]] std::unique_ptr<model_updater> make_recently_added_updater(const model_definition& definition,
                                                                         events::event_type learns_from);

}  // namespace footfall::model
