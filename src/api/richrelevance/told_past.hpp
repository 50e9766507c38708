// What a call says of its visitor's past: it counts for this answer and is not stored.
#pragma once

#include "api/richrelevance/call_parameters.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/profile/history_entry.hpp"

#include <cstdint>
#include <vector>

namespace footfall::api::richrelevance {

/// Adds the known products of `viewed` and `purchased`, lists of `id:time` (unix seconds or milliseconds; now
/// when absent), to a history, the newest first. Errors: `bad_parameter`; the history is then undefined.
/// Thread-safe.
[[nodiscard]] result<void> add_told_past(const call_parameters& sent, const customer::customer& owner,
                                         bool alphanumeric, std::int64_t now_ms,
                                         std::vector<profile::history_entry>& history);

}  // namespace footfall::api::richrelevance
