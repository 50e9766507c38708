// Tables: which sign separates, where the header is, and rows that fit it.
#include "feed_table.hpp"

#include "field_names.hpp"
#include "plain_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::catalog_import {

namespace {

constexpr std::size_t rows_that_show_quotes = 200;

std::vector<std::string> fields_of_line(std::string_view line, char separator) {
  table_reader reader(line, separator, separator == ',' || separator == ';' ? quotes::rfc : quotes::wrapped);
  table_row row;
  if (!reader.next(row)) return {};
  for (auto& field : row.fields) field = std::string(trim(field));
  return row.fields;
}

std::string_view line_at(std::string_view text, std::size_t begin) noexcept {
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

std::size_t known_names(const std::vector<std::string>& fields) {
  std::size_t known = 0;
  for (const auto& field : fields) known += meaning_of(normalised_name(field)) ? 1 : 0;
  return known;
}

char best_separator(std::string_view line) {
  char best = ',';
  std::pair<std::size_t, std::size_t> most{0, 0};
  for (const char separator : {'\t', ';', ',', '|'}) {
    const auto fields = fields_of_line(line, separator);
    const std::pair found{known_names(fields), fields.size()};
    if (found > most) {
      most = found;
      best = separator;
    }
  }
  return best;
}

std::size_t rows_that_fit(std::string_view text, char separator, quotes mode, std::size_t columns) {
  table_reader reader(text, separator, mode);
  table_row row;
  std::size_t fitting = 0;
  for (std::size_t count = 0; count < rows_that_show_quotes && reader.next(row); ++count)
    if (!row.unclosed && row.fields.size() == columns) ++fitting;
  return fitting;
}

// With tabs and bars quotes are characters, unless the rows fit better with them.
quotes quotes_of(std::string_view text, char separator, std::size_t columns) {
  if (separator == ',' || separator == ';') return quotes::rfc;
  return rows_that_fit(text, separator, quotes::rfc, columns) >
                 rows_that_fit(text, separator, quotes::wrapped, columns)
             ? quotes::rfc
             : quotes::wrapped;
}

}  // namespace

std::optional<std::size_t> table_header::column(std::string_view name) const noexcept {
  const auto place = std::find(names.begin(), names.end(), name);
  return place == names.end() ? std::nullopt : std::optional(static_cast<std::size_t>(place - names.begin()));
}

table_header read_header(std::string_view text, const table_options& options) {
  table_header header;
  std::string_view line;
  for (;;) {
    line = line_at(text, header.begin);
    const bool comment = line.starts_with('#') || line.starts_with("\"#") || trim(line).empty();
    if (!comment || header.begin + line.size() >= text.size()) break;
    header.begin += line.size() + 1;
    ++header.lines_before;
  }
  if (trim(line).empty()) return header;
  header.separator = options.separator != 0 ? options.separator : best_separator(line);
  header.raw = fields_of_line(line, header.separator);
  for (const auto& name : header.raw) header.names.push_back(normalised_name(name));
  header.mode = options.mode ? *options.mode
                             : quotes_of(text.substr(header.begin), header.separator, header.raw.size());
  return header;
}

feed_table::feed_table(const feed_member& member, draft_sink& remarks, const table_options& options)
    : member_(member),
      remarks_(remarks),
      header_(read_header(member.text, options)),
      reader_(std::string_view(member.text).substr(header_.begin), header_.separator, header_.mode,
              options.keyword) {
  reader_.next(row_);
  reader_.expect(header_.names.size());
  remarks.report().separator = header_.separator == '\t' ? "tab" : std::string(1, header_.separator);
}

bool feed_table::next() {
  while (reader_.next(row_)) {
    const auto line = row_.line + header_.lines_before;
    place_ = member_.name.empty() ? fmt::format("{}", line) : fmt::format("{}:{}", member_.name, line);
    if (row_.unclosed) {
      ++remarks_.report().records;
      remarks_.refuse(place_, "record", "unclosed-quote");
      continue;
    }
    if (is_empty(row_)) continue;
    while (row_.fields.size() > header_.names.size() && trim(row_.fields.back()).empty())
      row_.fields.pop_back();
    if (row_.fields.size() > header_.names.size()) {
      ++remarks_.report().records;
      remarks_.refuse(
          place_, "record", "too-many-fields",
          fmt::format("{} columns where the header names {}", row_.fields.size(), header_.names.size()));
      continue;
    }
    // A header may end with a separator: a column without a name is not missed.
    auto wanted = header_.names.size();
    while (wanted > 0 && header_.names[wanted - 1].empty()) --wanted;
    if (row_.fields.size() < wanted)
      remarks_.warn(place_, "record", "short-record",
                    fmt::format("{} of {} columns", row_.fields.size(), wanted));
    row_.fields.resize(header_.names.size());
    return true;
  }
  return false;
}

std::string_view feed_table::get(std::string_view name) const noexcept {
  const auto column = header_.column(name);
  return column ? get(*column) : std::string_view{};
}

std::string_view feed_table::get(std::size_t column) const noexcept {
  return column < row_.fields.size() ? trim(row_.fields[column]) : std::string_view{};
}

}  // namespace footfall::catalog_import
