// Checks of single parameter values.
#include "event_parameters.hpp"

#include "footfall/events/read_event.hpp"
#include "footfall/text/category_text.hpp"
#include "footfall/text/number.hpp"
#include "footfall/text/price.hpp"
#include "footfall/text/time.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

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

// As large as `text::read_price` takes them.
constexpr std::uint64_t minor_units_max = 999'999'999'999'999;

/// The currency of a price that names none itself.
text::currency currency_of(const parameter_context& context) {
  return text::find_currency(sent_value(context.sent, "currency")).value_or(context.currency);
}

}  // namespace

std::string_view sent_value(std::span<const name_value> parameters, std::string_view name) noexcept {
  for (const auto& sent : parameters)
    if (!sent.value.empty() && text::equal_without_case(sent.name, name)) return sent.value;
  return {};
}

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

result<std::string> read_nothing(std::string_view, const parameter_context&, event&) { return std::string(); }

result<std::string> read_category_path(std::string_view value, const parameter_context&, event&) {
  auto path = text::to_category_text(value);
  if (path.find_first_of(std::string_view("\\\0", 2)) != path.npos)
    return failure{error::bad_parameter, "holds a backslash or a zero byte, which is not allowed"};
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
  const auto price = text::read_price(value, currency_of(context));
  if (!price) return price.error();
  return text::to_text(*price);
}

result<std::string> read_deprecated_price(std::string_view value, const parameter_context& context,
                                          event& target) {
  if (!sent_value(context.sent, "fullprice").empty()) return std::string();
  const auto minor_units = text::to_integer<std::uint64_t>(value);
  if (!minor_units) return read_full_price(value, context, target);
  if (*minor_units > minor_units_max)
    return failure{error::bad_parameter, fmt::format("{} is outside 0..{}", shown(value), minor_units_max)};
  return text::to_text({static_cast<std::int64_t>(*minor_units), currency_of(context)});
}

result<std::string> read_order_alias(std::string_view value, const parameter_context& context, event&) {
  return std::string(sent_value(context.sent, "orderid").empty() ? value : std::string_view());
}

result<std::string> read_transaction_alias(std::string_view value, const parameter_context& context,
                                           event& target) {
  return read_order_alias(sent_value(context.sent, "order").empty() ? value : std::string_view(), context,
                          target);
}

result<std::string> read_currency(std::string_view value, const parameter_context&, event&) {
  if (text::find_currency(value)) return std::string();
  return failure{error::bad_parameter, fmt::format("{} is not a currency code of ISO 4217", shown(value))};
}

result<std::string> read_segments(std::string_view value, const parameter_context&, event&) {
  std::vector<std::string_view> found;
  std::string list;
  while (!value.empty()) {
    const auto segment = value.substr(0, value.find(','));
    value.remove_prefix(segment.size() == value.size() ? segment.size() : segment.size() + 1);
    if (segment.empty() || std::ranges::find(found, segment) != found.end()) continue;
    if (found.size() == segments_max)
      return failure{error::bad_parameter, fmt::format("more than {} segments", segments_max)};
    found.push_back(segment);
    if (!list.empty()) list += ',';
    list += segment;
  }
  return list;
}

result<std::string> read_override_time(std::string_view value, const parameter_context& context,
                                       event& target) {
  const auto time_ms = text::read_time_ms(value, context.time_zone);
  if (!time_ms) return time_ms.error();
  if (const auto checked = check_event_time(*time_ms, context.now_ms); !checked) return checked.error();
  // A clock that is ahead must not put what it says behind what comes later.
  target.time_ms = std::min(*time_ms, context.now_ms);
  return std::string();
}

result<std::string> read_marker(std::string_view value, const parameter_context&, event&) {
  const auto truth = text::to_boolean(value);
  if (!truth) return failure{error::bad_parameter, fmt::format("{} is neither true nor false", shown(value))};
  return std::string(*truth ? "1" : "");
}

}  // namespace footfall::events
