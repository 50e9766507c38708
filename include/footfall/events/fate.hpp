// What became of a tracking request: THE table of reasons for not counting one.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace footfall::events {

enum class fate : std::uint8_t {
  stored,
  bot,             ///< kept apart
  prefetch,        ///< kept apart
  repeated_order,  ///< kept apart: the order line is known
  do_not_track,
  opted_out,
  duplicate,
  empty,
  refused  ///< with an error
};

/// One row.
struct fate_row {
  fate which;
  std::string_view reason;   ///< in receipts and as a label of metrics; empty for `stored` and `refused`
  std::string_view receipt;  ///< value of X-Footfall-Event; of `refused` its beginning
  bool kept;                 ///< the event goes into the log
  std::string_view meaning;  ///< for people
};

/// All rows, in the order of `fate`. Thread-safe.
[[nodiscard]] std::span<const fate_row> fates() noexcept;

/// The row of a fate. Thread-safe.
[[nodiscard]] const fate_row& row_of(fate which) noexcept;

}  // namespace footfall::events
