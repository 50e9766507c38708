// The records of an import file: lines of JSON, CSV with a header line, or a log of tracking URLs.
#pragma once

#include "footfall/api/import_line.hpp"
#include "footfall/api/tracking_url.hpp"
#include "footfall/core/failure.hpp"

#include "access_log_line.hpp"
#include "import_source.hpp"
#include "line_rules.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::commands {

/// What the lines of a file are.
enum class import_format {
  automatic,   ///< told by the first lines
  json_lines,  ///< one JSON object a line
  csv,         ///< with a header line
  urls,        ///< one tracking URL a line
  access_log   ///< combined log format of Apache and nginx; the request lines are tracking URLs
};

/// One row of the table of formats.
struct import_format_name {
  std::string_view name;  ///< as on the command line
  import_format format;
};

/// All rows. Thread-safe.
[[nodiscard]] std::span<const import_format_name> import_formats() noexcept;

/// The format that the beginning of a file looks like; CSV when nothing else does. `line_end`: the byte that
/// ends lines. Thread-safe.
[[nodiscard]] import_format detect_format(std::string_view beginning, char line_end = '\n');

/// One event as it stands in the file.
struct import_record {
  std::string_view content;  ///< its bytes without line end; valid until the next record
  std::size_t line = 0;      ///< from 1; the first one when quoted fields span lines
  std::string problem;       ///< not empty: why it cannot be read; there are no members then
  bool skipped = false;      ///< a line of a log that is no event of the customer, or was refused; no members
  bool from_url = false;     ///< the members are those of a tracking URL
  api::import_members members;
};

/// Splits a source into records. Empty lines are passed over. Not thread-safe; `source` outlives the reader.
///
/// CSV follows RFC 4180: quotes doubled inside quotes, line ends inside quotes, and comma, semicolon or
/// tabulator, whatever the header line has most of; it names the members, any case; an empty field is an
/// absent member, but an empty user is there. Lines end with LF, CR LF, or CR where there is no LF. Zero
/// bytes are passed over: holes of logs that were cut while somebody wrote to them.
class record_reader {
 public:
  /// The customer and the first segments of paths (`server.solution_ids`) decide which URLs count, the
  /// license key which historical ones. `rules` and the customer outlive the reader.
  record_reader(import_source& source, import_format format, const api::url_owner& customer,
                const line_rules& rules)
      : source_(source), format_(format), rules_(rules), urls_(customer) {}

  /// The next record; false at the end. A record that cannot be read has a `problem`.
  /// Errors: `io_failed` of the source; `bad_parameter` when the header line cannot be one.
  [[nodiscard]] result<bool> next(import_record& out);

 private:
  result<bool> find_record();
  result<bool> fill();
  result<void> skip_line(std::string_view why);
  result<void> read_start();
  result<void> read_header();
  result<void> check_columns() const;
  [[nodiscard]] failure no_header(std::string_view what) const;
  void read_fields(import_record& out);
  void read_members(import_record& out);
  void read_url(std::string_view url, import_record& out);
  void read_access_log(import_record& out);

  import_source& source_;
  import_format format_;
  const line_rules& rules_;
  bool started_ = false;
  char line_end_ = '\n';
  char separator_ = ',';
  api::tracking_url_reader urls_;
  access_log_line log_line_;
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
[[nodiscard]] bool split_csv(std::string_view record, std::vector<std::string>& fields, char separator = ',');

}  // namespace footfall::commands
