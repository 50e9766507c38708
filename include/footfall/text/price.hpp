// Money: a whole number of minor units and an ISO 4217 currency.
#pragma once

#include "footfall/core/failure.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::text {

/// An ISO 4217 alphabetic code, upper case.
struct currency {
  std::array<char, 3> letters{'E', 'U', 'R'};
  friend constexpr bool operator==(const currency&, const currency&) = default;
  [[nodiscard]] std::string_view code() const noexcept { return {letters.data(), letters.size()}; }
};

/// The currency with this code, any case; nothing when ISO 4217 does not list it. Thread-safe.
[[nodiscard]] std::optional<currency> find_currency(std::string_view code) noexcept;

/// Digits after the decimal point: JPY 0, EUR 2, TND 3 (ISO 4217). Thread-safe.
[[nodiscard]] int minor_digits(const currency& which) noexcept;

/// An amount of money in minor units of its currency (EUR 2.50 is 250).
struct price {
  std::int64_t minor_units{};
  currency unit{};
  friend constexpr bool operator==(const price&, const price&) = default;
};

/// Reads `2.50EUR`, `456JPY` or a bare `19.99` in `fallback` (protocol B2, X17). More decimals than the
/// currency has are rounded half up; at most 15 digits before the point.
/// Errors: `bad_parameter`; the detail holds the value and the accepted form. Thread-safe.
[[nodiscard]] result<price> read_price(std::string_view text, const currency& fallback);

/// Writes `2.50EUR`, the form that `read_price` reads. Thread-safe.
[[nodiscard]] std::string to_text(const price& value);

}  // namespace footfall::text
