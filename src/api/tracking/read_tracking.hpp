// From a tracking request to the events that it stands for: for the endpoint that stores them and the one
// that explains.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/events/tracking_path.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace footfall::api {

/// Reads the request of a tracking route that came at `now_ms`. Replaces `group` by
/// its events; none for an empty list; and `hint` by what is to be said about names that were not understood,
/// empty for nothing. Errors: those of `events::read_tracking_path`, of the body and of
/// `events::read_events`. Thread-safe.
[[nodiscard]] result<events::tracking_path> read_tracking(const endpoint_call& call, std::int64_t now_ms,
                                                          std::vector<events::event>& group,
                                                          std::string& hint);

}  // namespace footfall::api
