// Whether bytes are text: UTF-8 (RFC 3629: no surrogates, nothing above U+10FFFF, no longer form than
// needed).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace footfall::text {

/// What bytes begin with: a character of more than one byte, or, when not `valid`, the longest beginning of
/// one that a single U+FFFD stands for (Unicode 15, section 3.9, "maximal subpart").
struct utf8_unit {
  std::size_t size;
  bool valid;
};

/// The first unit of bytes that are there and do not begin with ASCII. Thread-safe.
[[nodiscard]] utf8_unit first_utf8_unit(std::string_view bytes) noexcept;

/// Where the first byte stands that belongs to no character; `npos` when all is text. ASCII is looked at
/// eight bytes at a time. Thread-safe.
[[nodiscard]] std::size_t find_bad_utf8(std::string_view bytes) noexcept;

/// Appends bytes as text: what belongs to no character, such as a part of one that was cut, becomes U+FFFD.
/// Thread-safe.
void append_as_utf8(std::string& out, std::string_view bytes);

}  // namespace footfall::text
