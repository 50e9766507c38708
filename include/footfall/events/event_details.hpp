// The details of an event: what has no column of its own, as one short readable text.
//
// The form is that of a query string, `q=2&p=2.50EUR&c=Shoes/Children`: known parameters under the short name
// of their row in `event_kinds.cpp`, unknown ones under `-` and the name that the client sent. In names and
// values `%`, `&`, `=` and control characters are percent-encoded. It is short, and an operator can read it.
#pragma once

#include "footfall/events/event.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace footfall::events {

/// The name under which the details hold the segments of the user, separated by commas.
inline constexpr std::string_view segments_detail = "g";

/// Appends one name and value. Not thread-safe on the same `details`.
void append_detail(std::string& details, std::string_view name, std::string_view value);

/// The decoded value of the first detail with this name. Thread-safe.
[[nodiscard]] std::optional<std::string> find_detail(std::string_view details, std::string_view name);

/// Marks an event as not from visitors, in its field and at the beginning of its details (`a=bots`); for
/// events that are not marked yet. Thread-safe for different events.
void mark_audience(event& target, audience who);

/// The audience that the details say. Thread-safe.
[[nodiscard]] audience marked_audience(std::string_view details) noexcept;

}  // namespace footfall::events
