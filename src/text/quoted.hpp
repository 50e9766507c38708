// How a value that a client sent is shown in a message.
#pragma once

#include <string>
#include <string_view>

namespace footfall::text {

/// `value` in single quotes, cut after 40 bytes, control characters as `?`, so that a message stays one short
/// line whatever was sent. Thread-safe.
[[nodiscard]] std::string quoted(std::string_view value);

}  // namespace footfall::text
