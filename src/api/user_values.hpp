// What customers have said of a user, as recommendations look at it.
#pragma once

#include "footfall/customer/customer.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace footfall::api {

/// The values of all sources; valid as long as `said`. Thread-safe.
[[nodiscard]] std::vector<recommend::user_value> user_values_of(
    const customer::user_attribute_table::sources& said);

/// Attributes by which a request prefers what other users like are learned from soon, where its user has
/// them: so nobody makes up attributes that nobody has. Thread-safe.
void note_preferred_attributes(customer::customer& owner, const recommend::query& asked,
                               std::span<const recommend::user_value> of_user, std::int64_t now_ms);

}  // namespace footfall::api
