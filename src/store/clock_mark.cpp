#include "footfall/store/clock_mark.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <array>
#include <string>

namespace footfall::store {
namespace {

constexpr std::string_view clock_fact = "clock";
constexpr char form_of_content = '\x01';

/// Three numbers with spaces between them.
std::optional<clock_mark> read_content(std::string_view content) {
  if (!content.starts_with(form_of_content)) return std::nullopt;
  content.remove_prefix(1);
  std::array<std::int64_t, 3> numbers{};
  for (auto& each : numbers) {
    const auto end = content.find(' ');
    const auto number = text::to_integer<std::int64_t>(content.substr(0, end));
    if (!number) return std::nullopt;
    each = *number;
    content = end == std::string_view::npos ? std::string_view() : content.substr(end + 1);
  }
  return clock_mark{numbers[0], numbers[1], numbers[2]};
}

}  // namespace

result<std::optional<clock_mark>> read_clock_mark(entity_reader& from) {
  const auto known = from.get({}, entity_kind::store_fact, clock_fact);
  if (!known) return known.error();
  return *known ? read_content(**known) : std::optional<clock_mark>();
}

entity_write clock_mark_write(const clock_mark& mark) {
  return {
      .kind = entity_kind::store_fact,
      .key = std::string(clock_fact),
      .content = fmt::format("{}{} {} {}", form_of_content, mark.trusted_ms, mark.claimed_ms, mark.held_ms)};
}

}  // namespace footfall::store
