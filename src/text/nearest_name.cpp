// "Did you mean": the known name that is nearest to a misspelt one.
#include "footfall/text/nearest_name.hpp"

#include <algorithm>
#include <numeric>
#include <string>
#include <vector>

namespace footfall::text {

namespace {

// Longer names are nobody's typing mistake, and the distance takes time in proportion to the length.
constexpr std::size_t name_bytes_max = 64;

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower)
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  return lower;
}

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> distances(right.size() + 1);
  std::iota(distances.begin(), distances.end(), std::size_t{0});
  for (std::size_t row = 1; row <= left.size(); ++row) {
    std::size_t diagonal = distances[0];
    distances[0] = row;
    for (std::size_t column = 1; column <= right.size(); ++column) {
      const std::size_t replaced = diagonal + (left[row - 1] == right[column - 1] ? 0 : 1);
      diagonal = distances[column];
      distances[column] = std::min({replaced, distances[column] + 1, distances[column - 1] + 1});
    }
  }
  return distances.back();
}

std::optional<std::string_view> nearest_name(std::string_view name, std::span<const std::string_view> known) {
  if (name.empty() || name.size() > name_bytes_max) return std::nullopt;
  const auto wanted = lower_case(name);
  // A third of the letters may be wrong: "lisen" is "listen", "port" is not "store".
  std::size_t best_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
  std::optional<std::string_view> best;
  for (const auto candidate : known) {
    const auto longer = std::max(candidate.size(), wanted.size());
    if (longer - std::min(candidate.size(), wanted.size()) >= best_distance) continue;
    const auto distance = edit_distance(wanted, lower_case(candidate));
    if (distance >= best_distance) continue;
    best_distance = distance;
    best = candidate;
  }
  return best;
}

}  // namespace footfall::text
