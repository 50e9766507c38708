// Collects the mistakes of a configuration, so that one run reports them all.
#include "mistakes.hpp"

#include <fmt/format.h>

#include <iterator>

namespace footfall::settings {

namespace {

constexpr std::size_t lines_max = 50;

}  // namespace

void mistakes::add(std::string_view path, std::string_view found, std::string_view expected) {
  ++count_;
  if (count_ > lines_max) return;
  if (!lines_.empty()) lines_ += '\n';
  fmt::format_to(std::back_inserter(lines_), "{}: found {}, expected {}", path, found, expected);
}

std::string mistakes::text() const {
  if (count_ <= lines_max) return lines_;
  return fmt::format("{}\nand {} more mistakes", lines_, count_ - lines_max);
}

}  // namespace footfall::settings
