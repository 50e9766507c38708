// `rcs`: the text that pages get, keep in a cookie and send back. Nothing is read from it but that it is
// ours.
#pragma once

#include "footfall/identity/user_hasher.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::api::richrelevance {

/// What the answer carries: `sent` when this installation gave it to this customer within the last year, else
/// a new one. What is forged, too old or of another service costs nobody an answer. Thread-safe.
[[nodiscard]] std::string cookie_for(std::string_view sent, std::string_view customer, std::int64_t now_ms,
                                     const identity::user_hasher& hasher);

}  // namespace footfall::api::richrelevance
