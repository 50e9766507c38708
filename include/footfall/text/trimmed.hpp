// Text without the blanks around it.
#pragma once

#include <string_view>

namespace footfall::text {

/// Without spaces, tabs and line ends at both ends. Thread-safe.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  // Rather than the library's search for a set of bytes, which costs a call for each byte.
  const auto is_blank = [](char byte) { return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace footfall::text
