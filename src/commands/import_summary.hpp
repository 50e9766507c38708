// What became of the lines of an import.
#pragma once

#include <cstddef>
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
  std::size_t skipped = 0;           ///< lines of a log that are no tracking URLs of the customer
  std::vector<std::string> reasons;  ///< of the first rejected lines, `FILE:LINE: reason`

  void reject(std::string_view file, std::size_t line, std::string_view reason);

  /// One line for people.
  [[nodiscard]] std::string text() const;
};

}  // namespace footfall::commands
