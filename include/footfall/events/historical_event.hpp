// Events that say themselves when they happened, and the signature that allows it (protocol B4).
#pragma once

#include "footfall/events/read_event.hpp"

namespace footfall::events {

/// Checks the signature of an event that has `overridetimestamp`: the MD5 of
/// `{itemtype}&{item}&{licence key}&{name}={value}&...` over the sent parameters but the signature, by name,
/// each value percent-encoded. In front stand the last two parts of the path, decoded: of a login these are
/// source and target; an event without an item has only `{user}`. (The original documents sign events on
/// items and are silent about the others.) Accepts events without that parameter, and all of an authorised
/// sender. Errors: `missing_parameter` and `bad_parameter`; the right signature is never in the message.
/// Thread-safe; the comparison takes the same time wherever the difference is.
[[nodiscard]] result<void> check_signature(const event_input& input, const reading_context& context);

}  // namespace footfall::events
