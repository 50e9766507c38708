// `rcs`: the text that pages get, keep in a cookie and send back. Nothing is read from it but that it is
// ours.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/identity/user_hasher.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::api::richrelevance {

/// What the answer carries: `sent` where this installation gave it to this customer within the last 30 days,
/// else a new one. Pages that come from another service bring what that made: it is replaced. Errors:
/// `bad_parameter` for one of our form that is forged, of another customer, or older than a year.
/// Thread-safe.
[[nodiscard]] result<std::string> cookie_for(std::string_view sent, std::string_view customer,
                                             std::int64_t now_ms, const identity::user_hasher& hasher);

}  // namespace footfall::api::richrelevance
