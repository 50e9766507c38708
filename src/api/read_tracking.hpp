// From a tracking request to the events that it stands for: for the endpoint that stores them and the one that
// explains.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/http/request.hpp"

#include <cstdint>
#include <vector>

namespace footfall::api {

/// Reads the request of a tracking route, whose customer is known, that came at `now_ms`. Replaces `group` by its
/// events; none for an empty list. Errors: `unknown_event`, and those of `events::read_events`. Thread-safe.
[[nodiscard]] result<const events::event_kind*> read_tracking(const endpoint_context& context,
                                                              const http::request& question,
                                                              const customer::customer& owner,
                                                              const customer::customer_settings& settings,
                                                              std::int64_t now_ms,
                                                              std::vector<events::event>& group);

}  // namespace footfall::api
