// Decimals from text and back: the whole text or nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace footfall::text {

/// The finite number that `digits` spells, completely: `12`, `-0.5`, `1e3`. Thread-safe.
[[nodiscard]] std::optional<double> to_decimal(std::string_view digits) noexcept;

/// The shortest text that `to_decimal` reads as the same number. Thread-safe.
[[nodiscard]] std::string decimal_text(double number);

}  // namespace footfall::text
