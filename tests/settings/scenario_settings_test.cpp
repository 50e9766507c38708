// Filters and boosts of scenarios in a configuration.
#include "footfall/settings/read_settings.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {
namespace {

result<settings::application_settings> read(std::string_view filters_and_boosts) {
  return settings::read_settings(
      R"({"customers": {"00000": {"scenarios": [{"id": "box", "stages": [{"models": ["top_bought"]}], )" +
      std::string(filters_and_boosts) + "}]}}}");
}

TEST(scenario_settings, filters_are_switches_numbers_and_lists_and_boosts_name_a_row) {
  const auto settings = read(R"(
      "filters": {"already_purchased": "automatic", "minimum_price": 4.5, "maximum_item_age": "7d",
                  "top_sellers": 3, "excluded_categories": ["Shoes/Sale"]},
      "boosts": [{"by": "attribute", "attribute": "brand", "value": "Acme", "places": 4}, {"by": "sale"}])");
  ASSERT_TRUE(settings) << settings.error().detail();
  const auto* const found = settings->customers.at(0).find_scenario("box");
  ASSERT_NE(found, nullptr);
  const auto& box = *found;
  EXPECT_EQ(box.filters.already_purchased, recommend::automatic_switch::automatic());
  EXPECT_EQ(box.filters.minimum_price, 4.5);
  EXPECT_EQ(box.filters.maximum_item_age_ms, 7 * 86'400'000);
  EXPECT_EQ(box.filters.top_sellers, 3U);
  EXPECT_EQ(box.filters.excluded_categories, std::vector<std::string>{"Shoes/Sale"});
  EXPECT_TRUE(box.filters.context_items);
  ASSERT_EQ(box.boosts.size(), 2U);
  EXPECT_EQ(box.boosts[0].value, "Acme");
  EXPECT_EQ(box.boosts[0].places, 4U);
  EXPECT_EQ(box.boosts[1].places, 1U);
}

TEST(scenario_settings, a_switch_that_is_none_and_an_unknown_boost_are_mistakes) {
  const auto settings = read(R"("filters": {"already_purchased": "sometimes"}, "boosts": [{"by": "luck"}])");
  ASSERT_FALSE(settings);
  const std::string found(settings.error().detail());
  EXPECT_NE(found.find("already_purchased"), std::string::npos) << found;
  EXPECT_NE(found.find("true, false or \"automatic\""), std::string::npos) << found;
  EXPECT_NE(found.find("boosts[0].by"), std::string::npos) << found;
}

}  // namespace
}  // namespace footfall::test
