// A table with a header: columns by name, rows of the right width.
#pragma once

#include "delimited.hpp"
#include "draft_sink.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// The header of a table, found by its first lines.
struct table_header {
  char separator = ',';
  quotes mode = quotes::rfc;
  std::size_t begin = 0;           ///< of the header line in the text: behind comment lines
  std::size_t lines_before = 0;    ///< comment lines
  std::vector<std::string> raw;    ///< as they stand there, trimmed
  std::vector<std::string> names;  ///< normalised

  [[nodiscard]] std::optional<std::size_t> column(std::string_view name) const noexcept;
};

/// How a table is opened.
struct table_options {
  char separator = 0;  ///< 0: the one that gives the most known names
  std::optional<quotes> mode;
  std::string_view keyword;
};

/// The header of a text; without names when there is no line. Thread-safe.
[[nodiscard]] table_header read_header(std::string_view text, const table_options& options = {});

/// Rows of a table for a format: empty ones are skipped, those of another width get their remarks.
class feed_table {
 public:
  feed_table(const feed_member& member, draft_sink& remarks, const table_options& options = {});

  [[nodiscard]] const table_header& header() const noexcept { return header_; }

  /// The next row that is of use; false at the end.
  bool next();

  /// The value of the first column of this normalised name; empty when there is none.
  [[nodiscard]] std::string_view get(std::string_view name) const noexcept;
  [[nodiscard]] std::string_view get(std::size_t column) const noexcept;
  [[nodiscard]] const std::string& place() const noexcept { return place_; }

 private:
  const feed_member& member_;
  draft_sink& remarks_;
  table_header header_;
  table_reader reader_;
  table_row row_;
  std::string place_;
};

}  // namespace footfall::catalog_import
