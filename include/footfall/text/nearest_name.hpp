// "Did you mean": the known name that is nearest to a misspelt one.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace footfall::text {

/// Fewest insertions, deletions and replacements of single bytes that turn one text into the other
/// (Levenshtein 1966). Time grows with the product of the lengths. Thread-safe.
[[nodiscard]] std::size_t edit_distance(std::string_view left, std::string_view right);

/// The nearest of the known names, without regard to case; nothing when none is near enough to be a typing
/// mistake. Thread-safe.
[[nodiscard]] std::optional<std::string_view> nearest_name(std::string_view name,
                                                           std::span<const std::string_view> known);

}  // namespace footfall::text
