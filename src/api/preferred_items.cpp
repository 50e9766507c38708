#include "api/preferred_items.hpp"

#include <fmt/ranges.h>

#include <string>

namespace footfall::api {
namespace {

using customer::preference_action;
using customer::preference_target;

constexpr std::uint32_t liked_places_up = 3;
constexpr std::size_t liked_boosts_max = 10;

}  // namespace

bool leaves_out(preference_action action) noexcept {
  return action == preference_action::dislike || action == preference_action::not_for_recs;
}

std::vector<recommend::boost_settings> boosts_of(std::span<const customer::preference> said) {
  std::vector<recommend::boost_settings> boosts;
  const auto add = [&](std::string_view by, std::string_view attribute, std::string value) {
    if (boosts.size() < liked_boosts_max)
      boosts.push_back({.by = std::string(by),
                        .places = liked_places_up,
                        .attribute = std::string(attribute),
                        .value = std::move(value)});
  };
  for (const auto& each : said) {
    if (each.action != preference_action::like) continue;
    if (each.type == preference_target::brand) add("attribute", "brand", each.target);
    if (each.type != preference_target::category) continue;
    add("attribute", "category_id", each.target);
    add("attribute", "category_above", each.target);
    add("category", {}, fmt::format("{}", fmt::join(category_named(each.target), "/")));
  }
  return boosts;
}

std::optional<recommend::scenario> with_boosts(const recommend::scenario& plan,
                                               std::span<const recommend::boost_settings> boosts) {
  if (boosts.empty()) return std::nullopt;
  auto boosted = plan;
  boosted.boosts.insert(boosted.boosts.end(), boosts.begin(), boosts.end());
  return boosted;
}

preferred_plan::preferred_plan(const recommend::scenario& plan, std::span<const customer::preference> said,
                               const catalog::catalogue* catalogue)
    : plan_(plan), boosted_(with_boosts(plan, boosts_of(said))), disliked_(disliked_items(said, catalogue)) {}

product_set disliked_items(std::span<const customer::preference> said, const catalog::catalogue* catalogue) {
  product_set items(catalogue);
  for (const auto& each : said) {
    if (!leaves_out(each.action)) continue;
    if (each.type == preference_target::brand) items.add_value("brand", each.target);
    if (each.type == preference_target::category) items.add_category(each.target);
  }
  return items;
}

}  // namespace footfall::api
