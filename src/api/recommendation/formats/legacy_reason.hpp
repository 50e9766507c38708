// The `reason` of an item in the older API.
#pragma once

#include "footfall/recommend/recommender.hpp"

#include <string>

namespace footfall::api {

/// `CF_I2I (context: ITEMS(s))`: the kind of the model that recommends it, and what the item was found by;
/// where that is nothing, what the request has as context.
[[nodiscard]] std::string legacy_reason_of(const recommend::recommended_item& item,
                                           const recommend::recommendation& of);

}  // namespace footfall::api
