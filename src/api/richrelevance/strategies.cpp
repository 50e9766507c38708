#include "api/richrelevance/strategies.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {
namespace {

using enum strategy_seed;

constexpr strategy strategies[] = {
    {"SiteWideBestSellers", "bestseller", none},
    {"CategoryBestSellers", "category_topsellers", category},
    {"BrandTopSellers", "bestseller", brand},
    {"ProductViewedViewed", "also_clicked", products},
    {"ProductBoughtBought", "also_bought", products},
    {"CategoryBoughtBought", "category_topsellers", category},
    {"SearchBought", "bestseller", term},
    {"RatingsReviews", "popular", none},
    {"NewArrivals", "popular", none},
    {"MoversAndShakers", "landing_page", none},
    {"Personalized", "personalized", none},
};

struct usual_message {
  std::string_view scenario, text;
};

constexpr usual_message usual_messages[] = {
    {"landing_page", "Shop Top Sellers"},
    {"bestseller", "Shop Top Sellers"},
    {"popular", "Popular Now"},
    {"category_page", "Popular in This Category"},
    {"category_topsellers", "Top Sellers in This Category"},
    {"also_clicked", "People Who Viewed This Also Viewed"},
    {"also_bought", "People Who Bought This Also Bought"},
    {"cross_sell", "You May Also Like"},
    {"related_products", "Related Products"},
    {"shopping_cart", "Goes Well with Your Cart"},
    {"personalized", "Recommended for You"},
    {"also_interesting", "You May Also Like"},
};

}  // namespace

const strategy* find_strategy(std::string_view name) noexcept {
  for (const auto& row : strategies)
    if (row.name == name) return &row;
  return nullptr;
}

std::string_view scenario_of(const strategy& which, const customer::customer_settings& settings) {
  const auto* const own = settings.find_scenario(which.name);
  return own != nullptr && own->enabled ? std::string_view(own->id) : which.scenario;
}

std::string_view message_of(std::string_view scenario, std::string_view language,
                            const settings::richrelevance_settings& keys) {
  const auto& known = keys.messages;
  if (const auto exact = known.find(fmt::format("{}.{}", scenario, language)); exact != known.end())
    return exact->second.text;
  if (const auto any = known.find(scenario); any != known.end()) return any->second.text;
  for (const auto& row : usual_messages)
    if (row.scenario == scenario) return row.text;
  return {};
}

std::uint32_t number_of(std::string_view scenario, const customer::customer_settings& settings) noexcept {
  const auto found = std::ranges::find(settings.scenarios, scenario, &recommend::scenario::id);
  return found == settings.scenarios.end()
             ? 0
             : static_cast<std::uint32_t>(found - settings.scenarios.begin()) + 1;
}

}  // namespace footfall::api::richrelevance
