// Delimited text by hand: an open quote has to be undone up to its line, which a push parser cannot.
#include "delimited.hpp"

#include "plain_text.hpp"

#include <algorithm>

namespace footfall::catalog_import {

namespace {

constexpr std::size_t quoted_bytes_max = 1U << 20;

void drop_carriage_return(std::string& field) {
  if (field.ends_with('\r')) field.pop_back();
}

// A field wholly in quotes, without them.
std::string unwrapped(std::string_view raw) {
  const auto field = trim(raw);
  if (field.size() < 2 || !field.starts_with('"') || !field.ends_with('"')) return std::string(raw);
  std::string bare;
  for (std::size_t at = 1; at + 1 < field.size(); ++at) {
    if (field[at] == '"' && at + 2 < field.size() && field[at + 1] == '"') ++at;
    bare.push_back(field[at]);
  }
  return bare;
}

}  // namespace

bool is_empty(const table_row& row) noexcept {
  return std::all_of(row.fields.begin(), row.fields.end(),
                     [](const std::string& field) { return trim(field).empty(); });
}

bool table_reader::suspicious(std::string_view line) const noexcept {
  return columns_ >= 5 &&
         static_cast<std::size_t>(std::count(line.begin(), line.end(), separator_)) + 1 == columns_;
}

// After a record: over its line end.
void table_reader::take_line_end() {
  if (at_ < text_.size() && text_[at_] == '\r') ++at_;
  if (at_ < text_.size() && text_[at_] == '\n') {
    ++at_;
    ++line_;
  }
}

void table_reader::read_plain(table_row& row) {
  auto end = text_.find('\n', at_);
  std::size_t lines = end == std::string_view::npos ? 0 : 1;
  // With a keyword, lines without it go on with the last field.
  while (!keyword_.empty() && end != std::string_view::npos && end + 1 < text_.size() &&
         !text_.substr(end + 1).starts_with(keyword_)) {
    end = text_.find('\n', end + 1);
    if (end != std::string_view::npos) ++lines;
  }
  const auto whole = text_.substr(at_, end == std::string_view::npos ? end : end - at_);
  row.fields = split(whole, separator_);
  drop_carriage_return(row.fields.back());
  if (quotes_ == quotes::wrapped)
    for (auto& field : row.fields) field = unwrapped(field);
  at_ = end == std::string_view::npos ? text_.size() : end + 1;
  line_ += lines;
}

// Returns false when a quote was never closed.
bool table_reader::read_quoted(table_row& row) {
  for (;;) {
    auto& field = row.fields.emplace_back();
    auto begin = at_;
    while (begin < text_.size() && text_[begin] == ' ') ++begin;
    if (begin < text_.size() && text_[begin] == '"') {
      at_ = begin + 1;
      auto line_begin = std::string_view::npos;
      for (;; ++at_) {
        if (at_ >= text_.size() || at_ - begin > quoted_bytes_max) return false;
        const auto byte = text_[at_];
        const auto following = at_ + 1 < text_.size() ? text_[at_ + 1] : '\n';
        if (byte == '\\' && following == '"') {
          field.push_back(text_[++at_]);
        } else if (byte == '"' && following == '"') {
          field.push_back(text_[at_++]);
        } else if (byte == '"') {
          const auto end = std::min(text_.find_first_not_of(' ', at_ + 1), text_.size());
          if (end == text_.size() || text_[end] == separator_ || text_[end] == '\r' || text_[end] == '\n') {
            at_ = end;
            break;
          }
          field.push_back(byte);
        } else {
          if (byte == '\n') {
            if (line_begin != std::string_view::npos &&
                suspicious(text_.substr(line_begin, at_ - line_begin)))
              return false;
            line_begin = at_ + 1;
            ++line_;
          }
          field.push_back(byte);
        }
      }
    } else {
      auto end = at_;
      while (end < text_.size() && text_[end] != separator_ && text_[end] != '\n') ++end;
      field.assign(text_.substr(at_, end - at_));
      at_ = end;
      if (at_ == text_.size() || text_[at_] == '\n') drop_carriage_return(field);
    }
    if (at_ < text_.size() && text_[at_] == separator_) {
      ++at_;
      continue;
    }
    take_line_end();
    return true;
  }
}

bool table_reader::next(table_row& row) {
  if (at_ >= text_.size()) return false;
  row.fields.clear();
  row.line = line_;
  row.unclosed = false;
  if (quotes_ != quotes::rfc) {
    read_plain(row);
    return true;
  }
  const auto begin = at_;
  if (read_quoted(row)) return true;
  // One stray quote must not eat the rest of the table: the next row begins with the next line.
  row.unclosed = true;
  const auto end = text_.find('\n', begin);
  at_ = end == std::string_view::npos ? text_.size() : end + 1;
  line_ = row.line + (end == std::string_view::npos ? 0 : 1);
  return true;
}

}  // namespace footfall::catalog_import
