// How long clients may keep an answer (protocol C4).
#pragma once

#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstdint>

namespace footfall::api {

/// Sets `Last-Modified` and `Expires`. True when the client has this very answer, by `If-Modified-Since`: it
/// is then 304. `settings_ms`: when scenarios, items or
/// what is said of users changed last. Thread-safe.
[[nodiscard]] bool is_unchanged(const recommend::freshness& fresh, std::int64_t settings_ms,
                                std::int64_t now_ms, const http::request& question, http::response& out);

}  // namespace footfall::api
