// What a visitor likes and dislikes.
#pragma once

#include "api/richrelevance/page_call.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/customer/preference_table.hpp"

#include <cstdint>
#include <vector>

namespace footfall::api::richrelevance {

/// What the visitor has said within the retention, also as long as nobody had logged in: of each target the
/// last word, the newest first. Thread-safe.
[[nodiscard]] std::vector<customer::preference> preferences_of(const endpoint_call& call, const visitor& who,
                                                               std::int64_t now_ms);

}  // namespace footfall::api::richrelevance
