// How good the catalogue of a customer is, as the administration sees it.
#include "api/test_shop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

constexpr auto licensed = "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc=";

nlohmann::json quality_of(test_shop& shop) {
  const auto answer = shop.admin(http::method::get, "/admin/customers/00000/quality");
  EXPECT_EQ(answer.status, 200) << answer.body;
  return nlohmann::json::parse(answer.body);
}

void tell(test_shop& shop, const std::string& items) {
  const auto answer = shop.send(http::method::post, "/api/00000/item", items, {{"Authorization", licensed}});
  ASSERT_EQ(answer.status, 202) << answer.body;
}

TEST(quality, of_a_shop_without_a_catalogue_says_what_is_tracked) {
  test_shop shop;
  ASSERT_EQ(shop.get("/api/00000/click/anna/1/42").status, 200);
  shop.events();
  const auto found = quality_of(shop);
  EXPECT_EQ(found.at("items"), 0);
  EXPECT_EQ(found.at("tracked"), (nlohmann::json{{"items", 1}, {"known", 0}}));
  EXPECT_EQ(found.at("categories"), (nlohmann::json{{"all", 0}, {"withoutItems", 0}}));
}

TEST(quality, tells_what_items_lack_and_which_of_the_tracked_ones_are_known) {
  test_shop shop;
  tell(shop, R"([{"type":1,"id":"42","title":"Lamp","price":{"minor":1299,"currency":"EUR"},)"
             R"("categories":[["Light"]]},{"type":1,"id":"43","visible":false},{"type":2,"id":"1"}])");
  for (const auto* id : {"42", "44"})
    ASSERT_EQ(shop.get("/api/00000/click/anna/1/" + std::string(id)).status, 200);
  // Our own lists say nothing of the ids that pages have.
  ASSERT_EQ(shop.get("/api/00000/rendered/anna/1/43").status, 200);
  shop.events();
  const auto found = quality_of(shop);
  EXPECT_EQ(found.at("customer"), "00000");
  EXPECT_EQ(found.at("items"), 3);
  EXPECT_EQ(found.at("recommendable"), 2);
  EXPECT_EQ(found.at("told").at("title"), 1);
  EXPECT_EQ(found.at("told").at("image"), 0);
  EXPECT_EQ(found.at("tracked"), (nlohmann::json{{"items", 2}, {"known", 1}}));
  ASSERT_EQ(found.at("types").size(), 2u);
  EXPECT_EQ(found.at("types")[0].at("told").at("price"), 1);
  EXPECT_EQ(found.at("categories").at("all"), 1);
  EXPECT_EQ(found.at("itemEvents"), (nlohmann::json{{"lastDay", 2}, {"ofKnownItems", 1}}));
  ASSERT_TRUE(shop.builder.run_once());
  const auto figures = shop.admin(http::method::get, "/metrics").body;
  for (const auto* line : {R"(footfall_catalogue_items{customer="00000"} 3)",
                           R"(footfall_catalogue_items_without{customer="00000",member="title"} 2)",
                           R"(footfall_catalogue_categories{customer="00000"} 1)",
                           R"(footfall_catalogue_categories_empty{customer="00000"} 0)",
                           R"(footfall_item_events{customer="00000",item="known"} 1)",
                           R"(footfall_item_events{customer="00000",item="unknown"} 1)",
                           R"(footfall_tracked_items{customer="00000"} 2)",
                           R"(footfall_tracked_items_known{customer="00000"} 1)"})
    EXPECT_NE(figures.find(line), std::string::npos) << line;
  const std::string suggestions = R"(footfall_memory_bytes{part="suggestions"} )";
  const auto place = figures.find(suggestions);
  ASSERT_NE(place, std::string::npos);
  EXPECT_NE(figures[place + suggestions.size()], '0') << "titles can be searched";
}

TEST(quality, metrics_are_those_of_the_last_round_so_that_a_scrape_looks_at_no_item) {
  test_shop shop;
  const auto items_told = [&] {
    const auto figures = shop.admin(http::method::get, "/metrics").body;
    const std::string name = R"(footfall_catalogue_items{customer="00000"} )";
    const auto place = figures.find(name);
    return place == std::string::npos ? "none" : figures.substr(place + name.size(), 1);
  };
  tell(shop, R"([{"type":1,"id":"42"}])");
  EXPECT_EQ(items_told(), "none");
  ASSERT_TRUE(shop.builder.run_once());
  EXPECT_EQ(items_told(), "1");
  tell(shop, R"([{"type":1,"id":"43"}])");
  EXPECT_EQ(items_told(), "1");
  ASSERT_TRUE(shop.builder.run_once());
  EXPECT_EQ(items_told(), "2");
}

TEST(quality, an_event_is_of_an_unknown_item_when_nobody_had_told_of_it_as_it_came) {
  test_shop shop;
  const auto click = [&] {
    ASSERT_EQ(shop.get("/api/00000/click/anna/1/42").status, 200);
    shop.events();
  };
  click();
  tell(shop, R"([{"type":1,"id":"42"}])");
  shop.events();
  click();
  constexpr std::int64_t hour_ms = 3'600'000;
  shop.time.advance_ms(23 * hour_ms);
  click();
  EXPECT_EQ(quality_of(shop).at("itemEvents"), (nlohmann::json{{"lastDay", 3}, {"ofKnownItems", 2}}));
  shop.time.advance_ms(hour_ms);
  EXPECT_EQ(quality_of(shop).at("itemEvents"), (nlohmann::json{{"lastDay", 1}, {"ofKnownItems", 1}}));
}

TEST(quality, kinds_of_which_no_event_has_come_for_a_week_are_named) {
  test_shop shop;
  const auto is_silent = [&](std::string_view kind) {
    const auto named = quality_of(shop).at("kindsWithoutEvents").get<std::vector<std::string>>();
    return std::ranges::find(named, kind) != named.end();
  };
  EXPECT_TRUE(is_silent("click"));
  EXPECT_TRUE(is_silent("buy"));
  EXPECT_FALSE(is_silent("unlink")) << "no page sends it";
  ASSERT_EQ(shop.get("/api/00000/click/anna/1/42").status, 200);
  shop.events();
  EXPECT_FALSE(is_silent("click"));
  EXPECT_TRUE(is_silent("buy"));
  EXPECT_NE(shop.admin(http::method::get, "/metrics")
                .body.find(R"(footfall_newest_event_seconds{customer="00000",event="click"} )"),
            std::string::npos);
  constexpr std::int64_t day_ms = 86'400'000;
  shop.time.advance_ms(8 * day_ms);
  EXPECT_TRUE(is_silent("click"));
}

TEST(quality, items_that_were_tracked_long_ago_count_no_more) {
  test_shop shop;
  ASSERT_EQ(shop.get("/api/00000/click/anna/1/42").status, 200);
  shop.events();
  constexpr std::int64_t day_ms = 86'400'000;
  shop.time.advance_ms(6 * day_ms);
  EXPECT_EQ(quality_of(shop).at("tracked").at("items"), 1);
  shop.time.advance_ms(day_ms);
  EXPECT_EQ(quality_of(shop).at("tracked").at("items"), 0);
}

}  // namespace
}  // namespace footfall::test
