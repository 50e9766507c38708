// The records of an import file: lines of JSON, or CSV with a header line, told apart by their first
// character.
#pragma once

#include "footfall/api/import_line.hpp"
#include "footfall/core/failure.hpp"

#include "import_source.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::commands {

/// One event as it stands in the file.
struct import_record {
  std::string_view content;  ///< its bytes without line end; valid until the next record
  std::size_t line = 0;      ///< from 1; the first one when quoted fields span lines
  std::string problem;       ///< not empty: why it cannot be read; there are no members then
  api::import_members members;
};

/// Splits a source into records. Empty lines are passed over. Not thread-safe; `source` outlives the reader.
///
/// CSV follows RFC 4180: comma, quotes doubled inside quotes, line ends inside quotes; the header line names
/// the members, any case; an empty field is an absent member.
class record_reader {
 public:
  explicit record_reader(import_source& source) : source_(source) {}

  /// The next record; false at the end. A record that cannot be read has a `problem`.
  /// Errors: `io_failed` of the source; `bad_parameter` when the header line cannot be one.
  [[nodiscard]] result<bool> next(import_record& out);

 private:
  enum class format { unknown, json_lines, csv };

  result<bool> find_record();
  result<bool> fill();
  result<void> skip_line(std::string_view why);
  result<void> read_start();
  result<void> read_header();
  void read_fields(import_record& out);

  import_source& source_;
  format format_ = format::unknown;
  std::string buffer_;
  std::size_t record_begin_ =
      0;  // the current record is [begin, end) of buffer_, the next one starts at next
  std::size_t record_end_ = 0;
  std::size_t next_begin_ = 0;
  std::size_t record_line_ = 0;
  std::size_t next_line_ = 1;
  std::string_view skipped_because_;  // not empty: the record is no record
  std::vector<std::string> columns_;
  std::vector<std::string> fields_;
};

/// Splits one CSV record into its fields (RFC 4180). False when a quote stands where none may.
[[nodiscard]] bool split_csv(std::string_view record, std::vector<std::string>& fields);

}  // namespace footfall::commands
