// Delimited text: rows of fields, read leniently (docs/catalogue.md says how).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// What quotes are in a table.
enum class quotes : unsigned char {
  rfc,      ///< they hold separators and line ends
  wrapped,  ///< a field in quotes loses them; they hold nothing
  none      ///< characters
};

/// A row of a table.
struct table_row {
  std::size_t line = 0;  ///< on which it begins; the first is 1
  std::vector<std::string> fields;
  bool unclosed = false;  ///< a quote was never closed; the next row is the next line
};

/// Reads rows one after the other. Not thread-safe; the text outlives it.
class table_reader {
 public:
  /// With a keyword, a row begins only at a line that begins with it.
  table_reader(std::string_view text, char separator, quotes mode, std::string_view keyword = {})
      : text_(text), separator_(separator), quotes_(mode), keyword_(keyword) {}

  /// Rows of this many columns; a quoted line with exactly as many tells that a quote was left open.
  void expect(std::size_t columns) noexcept { columns_ = columns; }

  /// The next row; false at the end.
  bool next(table_row& row);

 private:
  bool read_quoted(table_row& row);
  void read_plain(table_row& row);
  [[nodiscard]] bool suspicious(std::string_view line) const noexcept;
  void take_line_end();

  std::string_view text_;
  char separator_;
  quotes quotes_;
  std::string_view keyword_;
  std::size_t columns_ = 0;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

/// True when all fields are empty.
[[nodiscard]] bool is_empty(const table_row& row) noexcept;

}  // namespace footfall::catalog_import
