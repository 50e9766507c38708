#include "api/hints.hpp"

#include "footfall/api/metrics.hpp"
#include "footfall/text/nearest_name.hpp"
#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace footfall::api {
namespace {

/// Names that are meant well and are too far from the right one for a typing mistake.
struct usual_mistake {
  std::string_view sent, right;
};

constexpr std::array usual_mistakes{usual_mistake{"timestamp", "overridetimestamp"},
                                    usual_mistake{"time", "overridetimestamp"},
                                    usual_mistake{"price", "fullprice"}, usual_mistake{"qty", "quantity"},
                                    usual_mistake{"category", "categorypath"}};

std::string_view meant_by(std::string_view name, std::span<const std::string_view> known) {
  for (const auto& each : usual_mistakes)
    if (text::equal_without_case(each.sent, name) && std::ranges::find(known, each.right) != known.end())
      return each.right;
  return text::nearest_name(name, known).value_or(std::string_view{});
}

/// For a header field.
std::string printable(std::string_view name) {
  std::string shown(name);
  std::ranges::replace_if(
      shown, [](char byte) { return byte <= ' ' || byte > '~'; }, '?');
  return shown;
}

}  // namespace

std::string hint_about(std::span<const events::name_value> sent, std::span<const std::string_view> known) {
  for (const auto& each : sent) {
    const auto is_it = [&](std::string_view name) { return text::equal_without_case(name, each.name); };
    if (each.value.empty() || std::ranges::any_of(known, is_it)) continue;
    const auto meant = meant_by(each.name, known);
    if (!meant.empty())
      return fmt::format("{} is not known here: did you mean {}?", printable(each.name), meant);
  }
  return {};
}

std::string hint_about(std::span<const events::name_value> sent, const events::event_kind& kind) {
  const auto is_known = [&kind](const events::name_value& each) {
    return std::ranges::any_of(kind.parameters, [&](const events::event_parameter& row) {
      return text::equal_without_case(row.name, each.name);
    });
  };
  if (std::ranges::all_of(sent, is_known)) return {};
  std::vector<std::string_view> names;
  for (const auto& row : kind.parameters) names.push_back(row.name);
  return hint_about(sent, names);
}

void give_hint(const endpoint_call& call, std::string hint, http::response& out) {
  constexpr std::string_view hint_field = "X-Footfall-Hint";
  constexpr std::string_view exposed_fields = "Access-Control-Expose-Headers";
  if (hint.empty()) return;
  call.context.figures.hinted();
  out.set(hint_field, std::move(hint));
  const auto exposed =
      std::ranges::find(out.fields, exposed_fields, [](const auto& field) { return field.first; });
  if (exposed != out.fields.end())
    exposed->second.append(", ").append(hint_field);
  else if (call.question.has_field("Origin"))
    out.set(exposed_fields, std::string(hint_field));
}

}  // namespace footfall::api
