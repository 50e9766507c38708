// Where imported events go: into the store of this machine, or to a running server.
#pragma once

#include "footfall/core/failure.hpp"

#include "import_formats.hpp"
#include "import_summary.hpp"

#include <string_view>

namespace footfall::commands {

/// Takes records, gathers them into groups and sends these. Not thread-safe.
class import_sink {
 public:
  virtual ~import_sink() = default;

  /// What comes now is of another file: equal lines of two files are one line, as when the files are imported
  /// one after the other.
  virtual void begin_file() = 0;

  /// Takes a record without a problem; may send the group that it completes. What becomes of it is noted in
  /// the summary, now or with its group. Errors: the group could not be stored or sent.
  [[nodiscard]] virtual result<void> add(std::string_view file, import_record& record,
                                         import_summary& summary) = 0;

  /// Sends what has gathered. Errors: as `add`.
  [[nodiscard]] virtual result<void> flush(import_summary& summary) = 0;
};

}  // namespace footfall::commands
