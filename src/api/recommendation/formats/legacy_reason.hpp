// The `reason` of an item in the older API.
#pragma once

#include "footfall/recommend/recommender.hpp"

#include <string>

namespace footfall::api {

/// `CF_I2I (context: ITEMS(s))`: model and context, for people.
[[nodiscard]] std::string legacy_reason_of(const recommend::recommended_item& item);

}  // namespace footfall::api
