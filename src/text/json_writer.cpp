// JSON by appending: runs of bytes that need no escape are copied as a whole.
#include "footfall/text/json_writer.hpp"

#include "footfall/text/utf8.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>

namespace footfall::text {
namespace {

// True when one of eight bytes may need work: a control character, `"`, `\`, `<`, or above 0x7F.
// Each term sets the top bit of a byte that matches (and, after a borrow, perhaps of one behind it: the byte
// loop that follows decides).
constexpr bool may_need_escape(std::uint64_t bytes) noexcept {
  constexpr std::uint64_t ones = 0x0101010101010101U;
  constexpr std::uint64_t tops = 0x8080808080808080U;
  const auto quote = bytes ^ (ones * '"');
  const auto backslash = bytes ^ (ones * '\\');
  const auto less = bytes ^ (ones * '<');
  return ((bytes | (bytes - ones * 0x20) | (quote - ones) | (backslash - ones) | (less - ones)) & tops) != 0;
}

constexpr bool is_plain(char byte) noexcept {
  return static_cast<unsigned char>(byte) >= 0x20 && static_cast<unsigned char>(byte) < 0x80 && byte != '"' &&
         byte != '\\' && byte != '<';
}

// Number of bytes at the front that can be copied as they are.
std::size_t plain_prefix(std::string_view text) noexcept {
  std::size_t size = 0;
  for (; size + 8 <= text.size(); size += 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, text.data() + size, 8);
    if (may_need_escape(bytes)) break;
  }
  while (size < text.size() && is_plain(text[size])) ++size;
  return size;
}

void append_escaped_ascii(std::string& out, char byte) {
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      break;
  }
  static constexpr std::string_view digits = "0123456789abcdef";
  const auto value = static_cast<unsigned char>(byte);
  const std::array<char, 6> coded{'\\', 'u', '0', '0', digits[value >> 4], digits[value & 15]};
  out.append(coded.data(), coded.size());
}

template <class Number>
void append_number(std::string& out, Number number) {
  std::array<char, 32> digits;
  const auto [end, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  assert(failed == std::errc{});
  out.append(digits.data(), end);
}

}  // namespace

void append_json_escaped(std::string& out, std::string_view raw) {
  while (!raw.empty()) {
    const auto plain = plain_prefix(raw);
    out.append(raw, 0, plain);
    raw.remove_prefix(plain);
    if (raw.empty()) return;

    if (static_cast<unsigned char>(raw.front()) < 0x80) {
      append_escaped_ascii(out, raw.front());
      raw.remove_prefix(1);
      continue;
    }
    const auto [size, valid] = first_utf8_unit(raw);
    const auto character = raw.substr(0, size);
    if (!valid)
      out += "\xEF\xBF\xBD";
    else if (character == "\xE2\x80\xA8")
      out += "\\u2028";
    else if (character == "\xE2\x80\xA9")
      out += "\\u2029";
    else
      out.append(character);
    raw.remove_prefix(size);
  }
}

bool json_writer::needs_comma() {
  if (after_key_ || depth_ == 0) {
    after_key_ = false;
    return false;
  }
  const auto bit = std::uint64_t{1} << (depth_ - 1);
  const bool is_first = (has_members_ & bit) == 0;
  has_members_ |= bit;
  return !is_first;
}

void json_writer::separate() {
  if (needs_comma()) out_.push_back(',');
}

void json_writer::open(char bracket) {
  separate();
  assert(depth_ < 64);
  out_.push_back(bracket);
  has_members_ &= ~(std::uint64_t{1} << depth_);
  ++depth_;
}

void json_writer::close(char bracket) {
  assert(depth_ > 0 && !after_key_);
  out_.push_back(bracket);
  --depth_;
}

void json_writer::key(std::string_view name) {
  // In one piece, as names make up a good part of an answer: `,"name":`
  std::array<char, 64> piece;
  if (name.size() + 4 > piece.size()) {
    separate();
    out_.append(1, '"').append(name).append("\":", 2);
    after_key_ = true;
    return;
  }
  auto* end = piece.data();
  if (needs_comma()) *end++ = ',';
  *end++ = '"';
  end = std::copy(name.begin(), name.end(), end);
  *end++ = '"';
  *end++ = ':';
  out_.append(piece.data(), end);
  after_key_ = true;
}

void json_writer::value(std::string_view text) {
  separate();
  out_.push_back('"');
  append_json_escaped(out_, text);
  out_.push_back('"');
}

void json_writer::value(bool truth) {
  separate();
  out_.append(truth ? "true" : "false");
}

void json_writer::value(double number) {
  if (!std::isfinite(number)) return null();
  separate();
  append_number(out_, number);
}

void json_writer::value(std::int64_t number) {
  separate();
  append_number(out_, number);
}

void json_writer::value(std::uint64_t number) {
  separate();
  append_number(out_, number);
}

void json_writer::null() {
  separate();
  out_.append("null");
}

}  // namespace footfall::text
