#include "footfall/text/decimal.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace footfall::text {

std::optional<double> to_decimal(std::string_view digits) noexcept {
  double value = 0;
  const auto* end = digits.data() + digits.size();
  const auto [stop, failed] = std::from_chars(digits.data(), end, value);
  if (failed != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::string decimal_text(double number) {
  std::array<char, 32> digits{};
  const auto written = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  return {digits.data(), written.ptr};
}

}  // namespace footfall::text
