// Keys and placements of pages that call the endpoints of RichRelevance.
#include "footfall/settings/read_settings.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

std::string mistake_of(const std::string& richrelevance) {
  const auto read =
      settings::read_settings(R"({"customers": {"shop": {"richrelevance": )" + richrelevance + "}}}");
  return read ? "" : read.error().detail();
}

TEST(richrelevance_keys, a_placement_and_a_message_may_be_a_text) {
  const auto read = settings::read_settings(R"({"customers": {"shop": {"richrelevance": {
      "api_key": "d4ff21d55a1368fc",
      "applications": {"42f5962fe3ed493e": {"name": "shop", "environment": "integration"}, "other": {}},
      "placements": {"item_page.*": "cross_sell", "home_page.rr1": {"scenario": "landing_page"}},
      "messages": {"cross_sell.de": "Dazu passt"},
      "click_hosts": ["www.shop.example"]}}}})");
  ASSERT_TRUE(read) << read.error().detail();
  const auto& own = read->richrelevance.at("shop");
  EXPECT_EQ(own.api_key, "d4ff21d55a1368fc");
  EXPECT_EQ(own.applications.size(), 2U);
  EXPECT_EQ(own.applications.find("42f5962fe3ed493e")->second.environment, "integration");
  EXPECT_EQ(own.applications.find("other")->second.environment, "production");
  EXPECT_EQ(own.placements.find("item_page.*")->second.scenario, "cross_sell");
  EXPECT_EQ(own.placements.find("home_page.rr1")->second.scenario, "landing_page");
  EXPECT_EQ(own.messages.find("cross_sell.de")->second.text, "Dazu passt");
  EXPECT_TRUE(own.secure_links);
}

TEST(richrelevance_keys, mistakes_are_told_with_their_path) {
  EXPECT_EQ(
      mistake_of(R"({"placements": {"item_page.*": "cross_sel"}})"),
      "customers.shop.richrelevance.placements[\"item_page.*\"].scenario: found \"cross_sel\", expected the "
      "id of a scenario; did you mean \"cross_sell\"?");
  EXPECT_NE(mistake_of(R"({"placements": {"item_page": "cross_sell"}})"), "");
  EXPECT_NE(mistake_of(R"({"placements": {"item_page.a": 5}})"), "");
  EXPECT_NE(mistake_of(R"({"applications": {"": {}}})"), "");
  EXPECT_NE(mistake_of(R"({"applications": {"key": "shop"}})"), "");
  EXPECT_NE(mistake_of(R"({"click_hosts": ["http://shop.example/"]})"), "");
  EXPECT_EQ(mistake_of(R"({"api_key": 5})").find('5'), std::string::npos);
}

TEST(richrelevance_keys, two_customers_may_not_have_one_api_key) {
  const auto read = settings::read_settings(R"({"customers": {
      "one": {"richrelevance": {"api_key": "k"}}, "two": {"richrelevance": {"api_key": "k"}}}})");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().detail(),
            "customers.two.richrelevance.api_key: found that of customer one, expected a key of its own");
}

}  // namespace
}  // namespace footfall::test
