// The records of an import file: lines of JSON, CSV with a header line, or a log of tracking URLs.
#include "import_formats.hpp"

#include "footfall/text/number.hpp"
#include "footfall/text/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace footfall::commands {

namespace {

constexpr std::size_t read_bytes = 256 * 1024;
// Enough to tell the format: a log may begin with a piece of a line, or with what was no request.
constexpr std::size_t beginning_bytes = 64 * 1024;
constexpr std::size_t beginning_lines = 200;
constexpr std::string_view too_long = "line: more than 65536 bytes";
static_assert(api::import_line_bytes_max == 65536, "the message names it");
constexpr std::string_view unclosed_quote =
    "line: found a quote that is never closed, expected CSV as in RFC 4180";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t\r";
  const auto first = text.find_first_not_of(blanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// What the header line separates its columns with.
char separator_of(std::string_view header) {
  char best = ',';
  for (const char each : {';', '\t'})
    if (std::ranges::count(header, each) > std::ranges::count(header, best)) best = each;
  return best;
}

// The field that begins with a quote at `position`; moves behind its closing quote.
bool read_quoted(std::string_view record, char separator, std::size_t& position, std::string& field) {
  for (++position; position < record.size(); ++position) {
    if (record[position] != '"') {
      field += record[position];
      continue;
    }
    ++position;
    if (position == record.size() || record[position] == separator) return true;
    if (record[position] != '"') return false;
    field += '"';
  }
  return false;
}

}  // namespace

std::span<const import_format_name> import_formats() noexcept {
  static constexpr import_format_name rows[] = {{"auto", import_format::automatic},
                                                {"ndjson", import_format::json_lines},
                                                {"csv", import_format::csv},
                                                {"urls", import_format::urls},
                                                {"access-log", import_format::access_log}};
  return rows;
}

import_format detect_format(std::string_view beginning, char line_end) {
  access_log_line parts;
  for (std::size_t count = 0; count < beginning_lines && !beginning.empty(); ++count) {
    const auto end = beginning.find(line_end);
    const auto line = trimmed(beginning.substr(0, end));
    beginning.remove_prefix(end == beginning.npos ? beginning.size() : end + 1);
    if (line.starts_with('{')) return import_format::json_lines;
    if (line.starts_with('/') || line.starts_with("http://") || line.starts_with("https://"))
      return import_format::urls;
    if (read_access_log_line(line, parts)) return import_format::access_log;
  }
  return import_format::csv;
}

bool split_csv(std::string_view record, std::vector<std::string>& fields, char separator) {
  std::size_t count = 0;
  std::size_t position = 0;
  for (;;) {
    if (count == fields.size()) fields.emplace_back();
    auto& field = fields[count++];
    field.clear();
    if (position < record.size() && record[position] == '"') {
      if (!read_quoted(record, separator, position, field)) return false;
    } else {
      const auto end = std::min(record.find(separator, position), record.size());
      field = record.substr(position, end - position);
      if (field.find('"') != field.npos) return false;
      position = end;
    }
    if (position >= record.size()) break;
    ++position;  // the separator
  }
  fields.resize(count);
  return true;
}

// Reads more behind what is there; false at the end of the source.
result<bool> record_reader::fill() {
  buffer_.erase(0, record_begin_);
  record_end_ -= std::min(record_end_, record_begin_);
  next_begin_ -= std::min(next_begin_, record_begin_);
  record_begin_ = 0;
  const auto kept = buffer_.size();
  buffer_.resize(kept + read_bytes);
  const auto count = source_.read({buffer_.data() + kept, read_bytes});
  buffer_.resize(kept + (count ? *count : 0));
  if (!count) return count.error();
  const auto holes = std::remove(buffer_.begin() + static_cast<std::ptrdiff_t>(kept), buffer_.end(), '\0');
  buffer_.erase(holes, buffer_.end());
  return *count > 0;
}

// Gives up the record and passes over the line in which it began, so that one stray quote does not take the
// rest of the file with it.
result<void> record_reader::skip_line(std::string_view why) {
  skipped_because_ = why;
  for (;;) {
    const auto end = buffer_.find(line_end_, record_begin_);
    if (end != buffer_.npos) {
      next_begin_ = end + 1;
      break;
    }
    record_begin_ = buffer_.size();
    const auto more = fill();
    if (!more) return more.error();
    if (!*more) {
      next_begin_ = buffer_.size();
      break;
    }
  }
  record_end_ = record_begin_;
  next_line_ = record_line_ + 1;
  return {};
}

// Finds the next record, empty or not; false at the end.
result<bool> record_reader::find_record() {
  record_begin_ = next_begin_;
  record_line_ = next_line_;
  skipped_because_ = {};
  std::size_t scanned = 0;  // of the record
  bool inside_quotes = false;
  for (;;) {
    const auto unscanned = std::string_view(buffer_).substr(record_begin_ + scanned);
    const auto line_bytes = unscanned.find(line_end_);
    if (scanned + std::min(line_bytes, unscanned.size()) > api::import_line_bytes_max) {
      const auto skipped = skip_line(too_long);
      return skipped ? result<bool>(true) : skipped.error();
    }
    if (line_bytes == unscanned.npos) {
      const auto more = fill();
      if (!more) return more.error();
      if (*more) continue;
      if (inside_quotes) {
        const auto skipped = skip_line(unclosed_quote);
        return skipped ? result<bool>(true) : skipped.error();
      }
      record_end_ = next_begin_ = buffer_.size();
      return record_end_ > record_begin_;
    }
    const auto line = unscanned.substr(0, line_bytes);
    // An odd number of quotes: the line end is inside a quoted field.
    if (format_ == import_format::csv && std::count(line.begin(), line.end(), '"') % 2 != 0)
      inside_quotes = !inside_quotes;
    scanned += line_bytes + 1;
    ++next_line_;
    if (inside_quotes) continue;
    next_begin_ = record_begin_ + scanned;
    record_end_ = next_begin_ - 1;
    if (record_end_ > record_begin_ && buffer_[record_end_ - 1] == '\r') --record_end_;
    return true;
  }
}

result<void> record_reader::read_start() {
  while (buffer_.size() < beginning_bytes) {
    const auto more = fill();
    if (!more) return more.error();
    if (!*more) break;
  }
  for (const std::string_view mark : {"\xFF\xFE", "\xFE\xFF"})
    if (buffer_.starts_with(mark))
      return failure{error::bad_parameter, fmt::format("{}: is UTF-16, expected UTF-8", source_.name())};
  if (buffer_.starts_with(byte_order_mark)) next_begin_ = byte_order_mark.size();
  if (buffer_.find('\n') == buffer_.npos && buffer_.find('\r') != buffer_.npos) line_end_ = '\r';
  if (format_ == import_format::automatic)
    format_ = detect_format(std::string_view(buffer_).substr(next_begin_), line_end_);
  return format_ == import_format::csv ? read_header() : result<void>{};
}

result<void> record_reader::read_header() {
  for (;;) {
    const auto found = find_record();
    if (!found) return found.error();
    if (!*found) return {};
    if (record_end_ > record_begin_ || !skipped_because_.empty()) break;
  }
  const auto header = std::string_view(buffer_).substr(record_begin_, record_end_ - record_begin_);
  separator_ = separator_of(header);
  if (!skipped_because_.empty() || !split_csv(header, columns_, separator_))
    return no_header("found no header line");
  for (auto& column : columns_) column = std::string(trimmed(column));
  return check_columns();
}

result<void> record_reader::check_columns() const {
  for (auto column = columns_.begin(); column != columns_.end(); ++column) {
    if (column->empty()) return no_header("found a column without a name");
    if (std::any_of(columns_.begin(), column,
                    [&](const std::string& other) { return text::equal_without_case(other, *column); }))
      return no_header("found a column twice");
  }
  const auto has = [&](std::string_view member) {
    return std::ranges::any_of(columns_, [&](const std::string& column) {
      return text::equal_without_case(rules_.member_of(column), member);
    });
  };
  std::vector<std::string_view> needed;
  if (rules_.event.empty()) needed.push_back("event");
  needed.push_back("user");
  if (!rules_.times_of_now && !has("overridetimestamp")) needed.push_back("time");
  for (const auto member : needed) {
    if (has(member)) continue;
    auto what = fmt::format("found no column \"{}\"", member);
    for (const auto& column : columns_)
      if (resembled_member(column) == member)
        what += fmt::format("; is it \"{0}\"? --map {1}={0}", column, member);
    if (member == "time") what += "; --time now takes the lines for events of now";
    if (member == "event") what += "; --event NAME gives all lines the same one";
    return no_header(what);
  }
  return {};
}

failure record_reader::no_header(std::string_view what) const {
  return {error::bad_parameter,
          fmt::format("{}:{}: {}; expected lines of JSON objects, CSV with a header line such as "
                      "event,user,itemtype,item,time, tracking URLs or an access log; --format says which",
                      source_.name(), record_line_, what)};
}

void record_reader::read_fields(import_record& out) {
  if (const auto bad = text::find_bad_utf8(out.content); bad != out.content.npos) {
    out.problem = fmt::format(
        "line: byte {} is no UTF-8; another encoding such as Windows-1252 has to be changed to "
        "it, as by iconv",
        bad + 1);
  } else if (!split_csv(out.content, fields_, separator_)) {
    out.problem = "line: found a quote where none may be, expected CSV as in RFC 4180";
  } else if (fields_.size() != columns_.size()) {
    out.problem = fmt::format("line: found {} fields, expected {} as in the header line", fields_.size(),
                              columns_.size());
  } else {
    for (std::size_t index = 0; index < fields_.size(); ++index)
      if (!fields_[index].empty() || text::equal_without_case(rules_.member_of(columns_[index]), "user"))
        out.members.add(columns_[index], fields_[index]);
  }
}

result<bool> record_reader::next(import_record& out) {
  if (!std::exchange(started_, true))
    if (const auto started = read_start(); !started) return started.error();
  do {
    const auto found = find_record();
    if (!found) return found.error();
    if (!*found) return false;
  } while (record_end_ == record_begin_ && skipped_because_.empty());

  out.content = std::string_view(buffer_).substr(record_begin_, record_end_ - record_begin_);
  out.line = record_line_;
  out.problem.clear();
  out.skipped = false;
  out.from_url = format_ == import_format::urls || format_ == import_format::access_log;
  out.members.clear();
  if (skipped_because_.empty())
    read_members(out);
  else
    out.problem = skipped_because_;
  return true;
}

void record_reader::read_members(import_record& out) {
  if (format_ == import_format::csv) return read_fields(out);
  if (format_ == import_format::urls) return read_url(trimmed(out.content), out);
  if (format_ == import_format::access_log) return read_access_log(out);
  if (const auto read = out.members.read_json(out.content); !read) {
    out.problem = read.error().detail();
    out.members.clear();
  }
}

void record_reader::read_url(std::string_view url, import_record& out) {
  const auto read = urls_.read(url, out.members);
  if (!read)
    out.problem = read.error().detail();
  else
    out.skipped = !*read;
  if (!read || !*read) out.members.clear();
}

void record_reader::read_access_log(import_record& out) {
  if (!read_access_log_line(out.content, log_line_)) {
    out.problem = "line: expected the combined log format, ADDRESS - USER [TIME] \"GET URL HTTP/1.1\" ...";
    return;
  }
  // What was refused is no event, and was perhaps sent again.
  const bool taken = log_line_.status == 0 || log_line_.status / 100 == 2;
  if (!taken || (log_line_.method != "GET" && log_line_.method != "POST")) {
    out.skipped = true;
    return;
  }
  out.members.add("time", log_line_.time);
  if (!log_line_.user_agent.empty()) out.members.add("useragent", log_line_.user_agent);
  read_url(log_line_.target, out);
}

}  // namespace footfall::commands
