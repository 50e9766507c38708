// Whether the threads live that requests depend on.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/tasks/heartbeats.hpp"

#include <optional>

namespace footfall::api {

/// The thread that has been at one piece of work for too long, the writer of the log included; nothing when
/// all is well. Thread-safe.
[[nodiscard]] std::optional<tasks::stalled_thread> stalled_thread_of(const endpoint_context& context);

}  // namespace footfall::api
