// What became of the lines of an import.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::commands {

/// Counts and the first reasons. A line can hold several events (a list of shown items) or none. Not
/// thread-safe.
struct import_summary {
  std::size_t lines = 0;             ///< that were not empty
  std::size_t accepted = 0;          ///< events that are on disk now and were not before
  std::size_t repeated = 0;          ///< events that were stored before and therefore skipped
  std::size_t rejected = 0;          ///< lines
  std::size_t skipped = 0;           ///< lines of a log that are no events of the customer, or were refused
  std::size_t guests = 0;            ///< lines without a user
  std::string label;                 ///< of the import; empty: it has none
  std::vector<std::string> reasons;  ///< of the first rejected lines, `FILE:LINE: reason`

  std::int64_t oldest_ms = std::numeric_limits<std::int64_t>::max();  ///< of the events that were read
  std::int64_t newest_ms = std::numeric_limits<std::int64_t>::min();
  std::int64_t retained_since_ms =
      std::numeric_limits<std::int64_t>::min();  ///< what is older will be removed
  std::int64_t learned_since_ms = std::numeric_limits<std::int64_t>::min();  ///< models know nothing older
  std::size_t not_retained = 0;  ///< events older than the one, and than the other
  std::size_t not_learned = 0;

  void reject(std::string_view file, std::size_t line, std::string_view reason);

  /// Counts the time of an event that was read.
  void note_time(std::int64_t time_ms);

  /// Lines for people, without the last line end. `only_checked`: nothing was stored.
  [[nodiscard]] std::string text(bool only_checked = false) const;
};

}  // namespace footfall::commands
