// What a page says as events: the same that tracking URLs make.
#pragma once

#include "api/richrelevance/page_call.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/response.hpp"
#include "footfall/profile/history_entry.hpp"

#include <cstdint>
#include <vector>

namespace footfall::api::richrelevance {

/// What is known of a visitor.
struct visitor_past {
  user_key user{};                                ///< the visitor, as stored
  std::vector<profile::history_entry> entries{};  ///< newest first
  bool joins = false;  ///< the session has a past that is not the user's yet; `entries` has it already
};

/// Thread-safe.
[[nodiscard]] visitor_past read_past(const endpoint_call& call, const visitor& who);

/// Hands the events of a page over, with the link from the session to the user where the past joins; the
/// answer then waits for their commit. A `HEAD` says nothing. Errors: those of `events::read_events` and of
/// the log. Thread-safe.
[[nodiscard]] result<void> keep_page(const endpoint_call& call, const page_call& page,
                                     const visitor_past& past, std::int64_t now_ms, http::response& out);

/// Whether a program of the shop sends the call, and no browser: whatever it calls itself, it is no bot.
[[nodiscard]] bool comes_from_shop(const http::request& question) noexcept;

}  // namespace footfall::api::richrelevance
