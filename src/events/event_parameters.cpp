// Checks of single parameter values.
#include "event_parameters.hpp"

#include "footfall/text/number.hpp"
#include "footfall/text/price.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::events {

namespace {

constexpr std::size_t shown_bytes_max = 64;

bool is_control(char byte) noexcept {
  const auto code = static_cast<unsigned char>(byte);
  return code < 0x20 || code == 0x7F;
}

bool is_utf8_continuation(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

bool spells_whole_number(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

result<std::string> read_hundredths(std::string_view value, event& target) {
  const auto number = read_whole_number(value, 0, 100);
  if (!number) return number.error();
  target.value = static_cast<std::int16_t>(*number);
  return std::to_string(*number);
}

}  // namespace

std::string shown(std::string_view value) {
  auto size = std::min(value.size(), shown_bytes_max);
  if (size < value.size())
    while (size > 0 && is_utf8_continuation(value[size])) --size;
  std::string text(value.substr(0, size));
  std::ranges::replace_if(text, is_control, '?');
  if (size < value.size()) text += "...";
  return text;
}

result<std::int64_t> read_whole_number(std::string_view value, std::int64_t min, std::int64_t max) {
  const auto number = text::to_integer<std::int64_t>(value);
  if (number && *number >= min && *number <= max) return *number;
  // Digits that do not fit into 64 bits are outside of the range, too.
  const auto* const mistake = spells_whole_number(value) ? "outside" : "not a whole number in";
  return failure{error::bad_parameter, fmt::format("{} is {} {}..{}", shown(value), mistake, min, max)};
}

result<std::string> read_text(std::string_view value, const parameter_context&, event&) {
  return std::string(value);
}

result<std::string> read_category_path(std::string_view value, const parameter_context&, event&) {
  std::string path;
  path.reserve(value.size());
  for (const char byte : value)
    if (byte != '/' || (!path.empty() && path.back() != '/')) path += byte;
  if (path.ends_with('/')) path.pop_back();
  return path;
}

result<std::string> read_percentage(std::string_view value, const parameter_context&, event& target) {
  return read_hundredths(value, target);
}

result<std::string> read_rating(std::string_view value, const parameter_context&, event& target) {
  return read_hundredths(value, target);
}

result<std::string> read_quantity(std::string_view value, const parameter_context&, event& target) {
  const auto number = read_whole_number(value, 1, quantity_max);
  if (!number) return number.error();
  target.quantity = static_cast<std::uint32_t>(*number);
  return *number == 1 ? std::string() : std::to_string(*number);
}

result<std::string> read_full_price(std::string_view value, const parameter_context& context, event&) {
  const auto price = text::read_price(value, context.currency);
  if (!price) return price.error();
  return text::to_text(*price);
}

result<std::string> read_marker(std::string_view value, const parameter_context&, event&) {
  const auto truth = text::to_boolean(value);
  if (!truth) return failure{error::bad_parameter, fmt::format("{} is neither true nor false", shown(value))};
  return std::string(*truth ? "1" : "");
}

}  // namespace footfall::events
