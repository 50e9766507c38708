// Receipts: each answer to a tracking request says what became of it, and so do the figures and the list of
// recent requests.
#pragma once

#include "api/tracking/verdict.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/events/tracking_path.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace footfall::api {

/// Name of the header field of a receipt.
inline constexpr std::string_view receipt_field = "X-Footfall-Event";

/// A tracking request that has been read: what is to be decided about.
struct tracked_request {
  const endpoint_call& call;
  const events::tracking_path& path;
  std::int64_t time_ms;   ///< when it came
  bool licensed = false;  ///< its sender is known already: no bot, whatever it calls itself
};

/// What the verdict depends on, without the look for repeats. Thread-safe.
[[nodiscard]] visit visit_of(const tracked_request& request, const std::vector<events::event>& group);

/// Decides about a request, hands its events to the log when they are to be kept, and writes the receipt.
/// Leaves `group` empty, or as it was after a failure. Errors: those of `event_log::append`. Thread-safe.
[[nodiscard]] result<void> settle(const tracked_request& request, std::vector<events::event>& group,
                                  http::response& out);

/// The answer that says that a tracking request was taken: a transparent image, or 204 to a POST.
void acknowledge(const http::request& question, http::response& out);

/// Writes the receipt of a request that was answered with an error, and counts it. Thread-safe.
void note_refusal(const endpoint_context& context, const http::request& question, error why,
                  http::response& out);

}  // namespace footfall::api
