// Words that are read without regard to case.
#include "footfall/text/number.hpp"

#include <algorithm>

namespace footfall::text {
namespace {

// Not std::tolower: that depends on the process's locale.
constexpr char lower(char letter) noexcept {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

std::optional<bool> to_boolean(std::string_view word) noexcept {
  if (word == "1" || equal_without_case(word, "true")) return true;
  if (word == "0" || equal_without_case(word, "false")) return false;
  return std::nullopt;
}

bool equal_without_case(std::string_view left, std::string_view right) noexcept {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower(a) == lower(b); });
}

}  // namespace footfall::text
