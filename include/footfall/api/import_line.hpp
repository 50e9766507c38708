// One line of an import: an event as JSON, as the bulk interface and `import-events` take it.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/read_event.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace footfall::api {

/// Reads a line like
/// `{"event":"click","user":"u1","itemtype":1,"item":123,"time":"2026-01-31T12:00:00Z","quantity":1}` and appends
/// its events to `out`. `event`, `user`, `itemtype` (default 1), `item`, `time` (default: now) and `id` (text or
/// number that identifies the line: a line with an id that was stored before is skipped) are the parts; all other
/// members are parameters of the event as in its URL. Names without case; numbers count as their text.
/// Errors: `bad_parameter`, `missing_parameter`, `unknown_event` with member, value and accepted range; `out` is
/// then unchanged. Thread-safe.
[[nodiscard]] result<void> read_import_line(std::string_view line, const events::reading_context& context,
                                            std::int64_t now_ms, std::vector<events::event>& out);

}  // namespace footfall::api
