// Where imported events go: into the store of this machine, or to a running server.
#pragma once

#include "footfall/core/failure.hpp"

#include "import_formats.hpp"
#include "import_summary.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace footfall::commands {

/// Takes records, gathers them into groups and sends these. Not thread-safe.
class import_sink {
 public:
  virtual ~import_sink() = default;

  /// Takes a record without a problem; may send the group that it completes. What becomes of it is noted in
  /// the summary, now or with its group. Errors: the group could not be stored or sent.
  [[nodiscard]] virtual result<void> add(std::string_view file, import_record& record,
                                         import_summary& summary) = 0;

  /// Sends what has gathered. Errors: as `add`.
  [[nodiscard]] virtual result<void> flush(import_summary& summary) = 0;
};

/// Numbers equal lines, so that the n-th one is a line of its own, and the same one when the import runs
/// again. Takes about 30 bytes of memory for each different line. Not thread-safe.
class line_occurrences {
 public:
  /// How many lines with this hash came before.
  [[nodiscard]] std::uint32_t count(std::uint64_t hash) { return counts_[hash]++; }

 private:
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> counts_;
};

}  // namespace footfall::commands
