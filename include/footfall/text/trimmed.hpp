// Text without the blanks around it.
#pragma once

#include <string_view>

namespace footfall::text {

/// Without spaces, tabs and line ends at both ends. Thread-safe.
[[nodiscard]] constexpr std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace footfall::text
