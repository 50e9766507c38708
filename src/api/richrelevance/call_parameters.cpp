#include "api/richrelevance/call_parameters.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

constexpr std::size_t shown_bytes = 64;

}  // namespace

failure bad(std::string_view name, std::string_view what) {
  return {error::bad_parameter, fmt::format("{}: {}", name, what)};
}

result<text_list> split(std::string_view name, std::string_view text, char separator, std::size_t most) {
  text_list parts;
  if (text.starts_with(separator)) text.remove_prefix(1);
  while (!text.empty()) {
    const auto end = text.find(separator);
    const auto part = text.substr(0, end);
    if (part.empty() || end + 1 == text.size())
      return failure{error::bad_parameter, fmt::format("{}: an entry of the list is empty", name)};
    if (parts.size() == most)
      return failure{error::bad_parameter, fmt::format("{}: more than {} entries", name, most)};
    parts.push_back(part);
    text.remove_prefix(end == text.npos ? text.size() : end + 1);
  }
  return parts;
}

std::string_view call_parameters::find(std::string_view name) const noexcept {
  for (const auto& each : sent_.all())
    if (!each.value.empty() && text::equal_without_case(each.name, name)) return each.value;
  return {};
}

text_list call_parameters::all(std::string_view name) const {
  text_list values;
  for (const auto& each : sent_.all())
    if (!each.value.empty() && text::equal_without_case(each.name, name)) values.push_back(each.value);
  return values;
}

bool call_parameters::has(std::string_view name) const noexcept {
  return std::ranges::any_of(sent_.all(),
                             [&](const auto& each) { return text::equal_without_case(each.name, name); });
}

result<std::string_view> call_parameters::require(std::string_view name) const {
  const auto value = find(name);
  if (value.empty()) return failure{error::missing_parameter, fmt::format("{}: is required", name)};
  return value;
}

result<text_list> call_parameters::list(std::string_view name, std::size_t most) const {
  return split(name, find(name), '|', most);
}

result<text_list> call_parameters::list_of(std::initializer_list<std::string_view> names) const {
  for (const auto name : names)
    if (!find(name).empty()) return list(name);
  return text_list();
}

result<std::vector<named_list>> call_parameters::named_lists(std::string_view name) const {
  const auto entries = list(name);
  if (!entries) return entries.error();
  std::vector<named_list> lists;
  for (const auto entry : *entries) {
    const auto colon = entry.find(':');
    if (colon == entry.npos || colon == 0) return bad(name, "expected name:value;value|name:value");
    auto values = split(name, entry.substr(colon + 1), ';', list_items_max);
    if (!values) return values.error();
    lists.push_back({entry.substr(0, colon), std::move(*values)});
  }
  return lists;
}

result<bool> call_parameters::flag(std::string_view name, bool preset) const {
  const auto word = find(name);
  if (word.empty()) return preset;
  const auto truth = text::to_boolean(word);
  if (!truth)
    return failure{error::bad_parameter,
                   fmt::format("{}: {} is not one of true, false, 1, 0", name, word.substr(0, shown_bytes))};
  return *truth;
}

result<std::int64_t> call_parameters::number(std::string_view name, std::int64_t least, std::int64_t most,
                                             std::int64_t preset) const {
  const auto digits = find(name);
  if (digits.empty()) return preset;
  const auto value = text::to_integer<std::int64_t>(digits);
  if (!value || *value < least || *value > most)
    return failure{error::bad_parameter,
                   fmt::format("{}: {} is outside {}..{}", name, digits.substr(0, shown_bytes), least, most)};
  return *value;
}

}  // namespace footfall::api::richrelevance
