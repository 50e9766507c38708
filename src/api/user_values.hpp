// What customers have said of a user, as recommendations look at it.
#pragma once

#include "footfall/customer/user_attributes.hpp"
#include "footfall/recommend/filters.hpp"

#include <vector>

namespace footfall::api {

/// The values of all sources; valid as long as `said`. Thread-safe.
[[nodiscard]] std::vector<recommend::user_value> user_values_of(
    const customer::user_attribute_table::sources& said);

}  // namespace footfall::api
