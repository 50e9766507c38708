#include "access_log_line.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

namespace footfall::commands {
namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::string_view time_form = "dd/Mmm/yyyy:hh:mm:ss +zzzz";

/// `31/Jan/2026:12:00:00 +0100` to `2026-01-31T12:00:00+01:00`; the values are checked where times are read.
bool read_time(std::string_view text, std::string& out) {
  if (text.size() != time_form.size()) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto form = time_form[at];
    if (form == '/' || form == ':' || form == ' ') {
      if (text[at] != form) return false;
    } else if (form == '+') {
      if (text[at] != '+' && text[at] != '-') return false;
    } else if (at < 3 || at > 5) {
      if (!text::is_digit(text[at])) return false;
    }
  }
  const auto month = std::ranges::find(months, text.substr(3, 3));
  if (month == months.end()) return false;
  out.clear();
  fmt::format_to(std::back_inserter(out), "{}-{:02}-{}T{}{}:{}", text.substr(7, 4),
                 month - months.begin() + 1, text.substr(0, 2), text.substr(12, 8), text.substr(21, 3),
                 text.substr(24, 2));
  return true;
}

/// The value of a hexadecimal digit; -1 for something else.
int hex_value(char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  const auto at = digits.find(byte >= 'A' && byte <= 'F' ? static_cast<char>(byte - 'A' + 'a') : byte);
  return at == digits.npos ? -1 : static_cast<int>(at);
}

/// Reads a quoted field from `line` on and removes it with its quotes; false when there is none.
/// `percent`: escaped bytes become percent-encoded ones, so that they stay what they are in a URL.
bool take_quoted(std::string_view& line, bool percent, std::string& out) {
  const auto open = line.find('"');
  if (open == line.npos) return false;
  out.clear();
  for (std::size_t at = open + 1; at < line.size(); ++at) {
    if (line[at] == '"') {
      line.remove_prefix(at + 1);
      return true;
    }
    if (line[at] != '\\' || at + 1 == line.size()) {
      out += line[at];
      continue;
    }
    auto byte = static_cast<unsigned char>(line[++at]);
    if (byte == 'x' && at + 2 < line.size() && hex_value(line[at + 1]) >= 0 && hex_value(line[at + 2]) >= 0) {
      byte = static_cast<unsigned char>(hex_value(line[at + 1]) * 16 + hex_value(line[at + 2]));
      at += 2;
    }
    if (percent)
      fmt::format_to(std::back_inserter(out), "%{:02X}", byte);
    else
      out += static_cast<char>(byte);
  }
  return false;
}

/// Removes everything up to the first time in brackets; false when there is none. An address may be in
/// brackets, too.
bool take_time(std::string_view& line, std::string& out) {
  for (auto open = line.find('['); open != line.npos; open = line.find('[', open + 1)) {
    const auto close = line.find(']', open);
    if (close == line.npos) return false;
    if (!read_time(line.substr(open + 1, close - open - 1), out)) continue;
    line.remove_prefix(close + 1);
    return true;
  }
  return false;
}

/// The number that the line begins with behind a blank; 0 for something else.
int read_status(std::string_view line) {
  int status = 0;
  if (line.starts_with(' ')) std::from_chars(line.data() + 1, line.data() + line.size(), status);
  return status;
}

}  // namespace

bool read_access_log_line(std::string_view line, access_log_line& out) {
  if (!take_time(line, out.time)) return false;
  std::string& request = out.target;
  if (!take_quoted(line, true, request)) return false;
  const auto method_end = std::min(request.find(' '), request.size());
  out.method.assign(request, 0, method_end == request.size() ? 0 : method_end);
  request.erase(0, method_end + 1);
  request.erase(std::min(request.find(' '), request.size()));
  out.status = read_status(line);
  std::string& agent = out.user_agent;
  // Status and size, the referer, the agent: the last two may be missing.
  if (!take_quoted(line, false, agent) || !take_quoted(line, false, agent) || agent == "-") agent.clear();
  return true;
}

}  // namespace footfall::commands
