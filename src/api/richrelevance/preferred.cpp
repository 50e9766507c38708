#include "api/richrelevance/preferred.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

namespace footfall::api::richrelevance {
namespace {

using customer::preference_action;
using customer::preference_target;

constexpr std::uint32_t places_up = 3;
constexpr std::size_t boosts_max = 10;

}  // namespace

std::vector<customer::preference> preferences_of(const endpoint_call& call, const visitor& who,
                                                 std::int64_t now_ms) {
  const auto& table = call.owner->preferences;
  if (table.size() == 0) return {};
  const auto since_s = call.settings->retained_since_s(now_ms);
  const auto of = [&](std::string_view id) {
    return table.of(call.context.hasher.hash(call.settings->id, id), since_s);
  };
  std::vector<customer::preference> all;
  if (!who.user.empty() && !who.session.empty()) all = of(who.session_id);
  std::ranges::move(of(who.id()), std::back_inserter(all));
  std::ranges::stable_sort(all, {}, &customer::preference::time_s);
  std::vector<customer::preference> said;
  for (auto each = all.rbegin(); each != all.rend(); ++each)
    if (std::ranges::none_of(said, [&](const customer::preference& later) {
          return later.type == each->type && later.target == each->target;
        }))
      said.push_back(std::move(*each));
  return said;
}

std::vector<recommend::boost_settings> boosts_of(std::span<const customer::preference> said) {
  std::vector<recommend::boost_settings> boosts;
  const auto add = [&](std::string_view by, std::string_view attribute, std::string value) {
    if (boosts.size() < boosts_max)
      boosts.push_back({.by = std::string(by),
                        .places = places_up,
                        .attribute = std::string(attribute),
                        .value = std::move(value)});
  };
  for (const auto& each : said) {
    if (each.action != preference_action::like) continue;
    if (each.type == preference_target::brand) add("attribute", "brand", each.target);
    if (each.type != preference_target::category) continue;
    add("attribute", "category_id", each.target);
    add("category", {}, fmt::format("{}", fmt::join(category_named(each.target), "/")));
  }
  return boosts;
}

bool leaves_out(preference_action action) noexcept {
  return action == preference_action::dislike || action == preference_action::not_for_recs;
}

catalog::category_path category_named(std::string_view name) {
  const auto separator = name.find('/') == name.npos ? '.' : '/';
  catalog::category_path path;
  while (!name.empty()) {
    const auto end = std::min(name.find(separator), name.size());
    if (end != 0) path.emplace_back(name.substr(0, end));
    name.remove_prefix(std::min(end + 1, name.size()));
  }
  return path;
}

}  // namespace footfall::api::richrelevance
