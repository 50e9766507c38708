// Days as the clocks of a time zone show them, for many times of one span.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace footfall::text {

/// Numbers the days from the one that `from_s` is in up to that of `to_s` (seconds since 1970 UTC).
/// Immutable, thread-safe.
class local_days {
 public:
  /// `zone`: an IANA name; one that is not known counts as UTC.
  local_days(std::string_view zone, std::uint32_t from_s, std::uint32_t to_s);

  /// Number of the day of a time, from 0; what is outside of the span counts to its first or last day.
  [[nodiscard]] std::uint32_t day_of(std::uint32_t time_s) const noexcept;

 private:
  std::vector<std::int64_t> begins_s_;  // of each day, and of the one behind the last
};

}  // namespace footfall::text
