// Points in time and durations from and to text.
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::text {

/// Reads an ISO 8601 / RFC 3339 time with zone: `2026-01-31T12:00:00Z`, `2026-01-31T12:00:00.250+01:00`, or
/// whole or fractional unix seconds (`1291191960`, `1396314141.719`). Milliseconds since the epoch.
/// A time without zone is read as UTC.
/// Errors: `bad_parameter` with the value and the accepted forms. Thread-safe.
[[nodiscard]] result<std::int64_t> read_time_ms(std::string_view text);

/// As above, but a time without zone is read in `zone`, an IANA name such as `Europe/Berlin`. Of a time that
/// the clocks pass twice the first is meant; one that they leap over is the moment of the leap.
/// Errors: `bad_parameter` as above; `bad_configuration` when the system does not know the zone.
[[nodiscard]] result<std::int64_t> read_time_ms(std::string_view text, std::string_view zone);

/// Writes `2026-01-31T12:00:00Z`; fractions of a second only when there are some. Thread-safe.
[[nodiscard]] std::string to_iso_time(std::int64_t time_ms);

/// Writes an HTTP-date, `Sat, 31 Jan 2026 12:00:00 GMT` (RFC 9110, section 5.6.7). Thread-safe.
[[nodiscard]] std::string to_http_date(std::int64_t time_ms);

/// Reads an HTTP-date in its preferred form; the weekday is not checked, since the documents' own samples
/// have it wrong (protocol X41). Nothing when it cannot be read. Thread-safe.
[[nodiscard]] std::optional<std::int64_t> read_http_date(std::string_view text) noexcept;

/// Reads a duration with unit: `250ms`, `30s`, `5m`, `12h`, `30d`. Milliseconds.
/// Errors: `bad_parameter` with the value and the accepted units. Thread-safe.
[[nodiscard]] result<std::int64_t> read_duration_ms(std::string_view text);

/// Writes a duration in the largest unit that divides it: 90000 is `90s`, 86400000 is `1d`. Thread-safe.
[[nodiscard]] std::string to_duration(std::int64_t duration_ms);

}  // namespace footfall::text
