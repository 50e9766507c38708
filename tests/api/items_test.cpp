// What the administration sees of an item.
#include "api/test_shop.hpp"
#include "footfall/text/time.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace footfall::test {
namespace {

void track(test_shop& shop, std::string_view target) {
  ASSERT_EQ(shop.get(target).status, 200) << target;
  shop.events();
}

nlohmann::json item(test_shop& shop, const std::string& tail) {
  const auto answer = shop.admin(http::method::get, "/admin/customers/00000/items/" + tail);
  EXPECT_EQ(answer.status, 200) << answer.body;
  return nlohmann::json::parse(answer.body);
}

std::vector<std::string> categories(test_shop& shop, const std::string& tail) {
  std::vector<std::string> found;
  const auto known = item(shop, tail);
  for (const auto& each : known.at("categories")) found.push_back(each.at("path"));
  return found;
}

using list = std::vector<std::string>;

TEST(items, clicks_append_their_category_and_the_newest_comes_first) {
  test_shop shop;
  track(shop, "/api/00000/click/anna/1/42?categorypath=%2FShoes%2FChildren");
  shop.time.advance_ms(60'000);
  track(shop, "/api/00000/click/berta/1/42?categorypath=Sale%26More/");
  const auto known = item(shop, "1/42");
  EXPECT_EQ(known.at("itemType"), 1);
  EXPECT_EQ(known.at("itemId"), 42);
  EXPECT_EQ(known.at("viewers"), 2);
  EXPECT_EQ(categories(shop, "1/42"), (list{"Sale&More", "Shoes/Children"}));
  const auto figures = shop.admin(http::method::get, "/metrics").body;
  EXPECT_NE(figures.find(R"(footfall_categorised_items{customer="00000"} 1)"), std::string::npos);
  EXPECT_NE(figures.find(R"(footfall_category_paths{customer="00000"} 2)"), std::string::npos);
  EXPECT_EQ(known.at("categories")[0].at("lastSeen"), text::to_iso_time(shop.time.wall_ms()));
}

TEST(items, only_clicks_of_visitors_on_this_item_say_where_it_is) {
  test_shop shop;
  track(shop, "/api/00000/click/anna/1/42");
  track(shop, "/api/00000/basket/anna/1/42?categorypath=Basket");
  track(shop, "/api/00000/buy/anna/1/42?categorypath=Bought");
  track(shop, "/api/00000/rendered/anna/1/42?categorypath=Shown");
  track(shop, "/api/00000/clickrecommended/anna/1/42?scenario=x&categorypath=Followed");
  track(shop, "/api/00000/click/anna/2/42?categorypath=Articles");
  track(shop, "/api/00000/click/anna/1/42?categorypath=%2F");
  shop.send(http::method::get, "/api/00000/click/bot/1/42?categorypath=Bots", "",
            {{"User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)"}});
  shop.events();
  EXPECT_EQ(categories(shop, "1/42"), list{});
  EXPECT_EQ(categories(shop, "2/42"), (list{"Articles"}));
}

TEST(items, a_category_ages_out_unless_it_is_seen_again) {
  customer::customer_settings settings;
  settings.click_categories_keep_ms = 3'600'000;
  test_shop shop(settings);
  track(shop, "/api/00000/click/anna/1/42?categorypath=Shoes");
  track(shop, "/api/00000/click/anna/1/42?categorypath=Sale");
  shop.time.advance_ms(3'600'000);
  EXPECT_EQ(categories(shop, "1/42").size(), 2U);
  track(shop, "/api/00000/click/anna/1/42?categorypath=Sale");
  shop.time.advance_ms(1000);
  EXPECT_EQ(categories(shop, "1/42"), (list{"Sale"}));
}

TEST(items, a_customer_may_switch_categories_by_clicks_off) {
  customer::customer_settings settings;
  settings.click_categories = false;
  test_shop shop(settings);
  track(shop, "/api/00000/click/anna/1/42?categorypath=Shoes");
  EXPECT_EQ(categories(shop, "1/42"), list{});
  EXPECT_EQ(shop.owner->categories.items(), 0U);
}

TEST(items, the_largest_rating_is_that_of_the_type) {
  test_shop shop;
  track(shop, "/api/00000/rate/anna/1/42?rating=4");
  track(shop, "/api/00000/rate/anna/1/43?rating=5");
  track(shop, "/api/00000/rate/anna/2/42?rating=90");
  EXPECT_EQ(item(shop, "1/42").at("largestRatingOfType"), 5);
  EXPECT_EQ(item(shop, "2/42").at("largestRatingOfType"), 90);
}

TEST(items, text_ids_are_texts) {
  customer::customer_settings settings;
  settings.alphanumeric_items = true;
  test_shop shop(settings);
  track(shop, "/api/00000/click/anna/1/a%2Fb?categorypath=Shoes");
  EXPECT_EQ(item(shop, "1/a%2Fb").at("itemId"), "a/b");
}

TEST(items, what_is_unknown_or_no_item_is_refused) {
  test_shop shop;
  const std::pair<const char*, int> cases[] = {{"00000/items/1/42", 404},
                                               {"99999/items/1/42", 404},
                                               {"00000/items/0/42", 400},
                                               {"00000/items/1/0", 400},
                                               {"00000/items/1/x", 400}};
  for (const auto& [tail, status] : cases)
    EXPECT_EQ(shop.admin(http::method::get, "/admin/customers/" + std::string(tail)).status, status) << tail;
  EXPECT_EQ(shop.get("/admin/customers/00000/items/1/42").status, 404);
}

}  // namespace
}  // namespace footfall::test
