// Numbers from text: the whole text or nothing.
#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>

namespace footfall::text {

/// Of ASCII; whatever the locale says. Thread-safe.
[[nodiscard]] constexpr bool is_digit(char byte) noexcept { return byte >= '0' && byte <= '9'; }

/// The integer that `digits` spells, completely: no sign for unsigned types, no plus, no space, no rest.
/// Nothing when it is not one or does not fit. Thread-safe.
template <std::integral Integer>
[[nodiscard]] std::optional<Integer> to_integer(std::string_view digits) noexcept {
  Integer value{};
  const auto* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, value);
  if (failed != std::errc{} || stop != end) return std::nullopt;
  return value;
}

/// True for `true` or `1` in any case, false for `false` or `0`; nothing otherwise (protocol A4).
/// Thread-safe.
[[nodiscard]] std::optional<bool> to_boolean(std::string_view word) noexcept;

/// Equal but for the case of ASCII letters. Thread-safe.
[[nodiscard]] bool equal_without_case(std::string_view left, std::string_view right) noexcept;

}  // namespace footfall::text
