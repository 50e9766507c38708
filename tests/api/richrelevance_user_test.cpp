// Preferences of users, and what the shop can read of them.
#include "api/richrelevance_shop.hpp"
#include "footfall/events/event_details.hpp"

namespace footfall::test {
namespace {

http::response say(richrelevance_shop& shop, const std::string& rest) {
  return shop.get("/rrserver/api/user/preference?" + std::string(richrelevance_shop::keys) + "&u=anna&s=1&" +
                  rest);
}

TEST(richrelevance_preferences, what_is_disliked_is_left_out_until_it_is_liked_again) {
  richrelevance_shop shop;
  shop.put({product("A"), product("B")});
  for (const auto* target : {"u1/1/A", "u2/1/A", "u1/1/B"}) shop.get("/api/00000/buy/" + std::string(target));
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto shown = [&shop] {
    return products_of(shop.ok(shop.get("/rrserver/api/rrPlatform/recsForPlacements?" +
                                        std::string(richrelevance_shop::keys) +
                                        "&userId=anna&sessionId=1&placements=home_page.rr1")),
                       0);
  };
  EXPECT_EQ(shown(), (told{"A", "B"}));
  shop.ok(say(shop, "p=A&targetType=product&actionType=notForRecs"));
  EXPECT_EQ(shop.stored().back(), "blacklist A");
  EXPECT_EQ(shown(), (told{"B"}));
  shop.time.advance_ms(1000);
  shop.ok(say(shop, "p=A&actionType=neutral"));
  shop.events();
  EXPECT_EQ(shown(), (told{"A", "B"}));
}

TEST(richrelevance_preferences, those_of_brands_and_categories_are_kept) {
  richrelevance_shop shop;
  shop.ok(say(shop, "p=Lenovo|Acer&targetType=brand&actionType=like"));
  const auto stored = shop.events();
  ASSERT_EQ(stored.size(), 2U);
  EXPECT_EQ(shop.stored(), (told{"preference", "preference"}));
  EXPECT_EQ(events::find_detail(stored[1].details, "pt"), "Acer");
  EXPECT_EQ(events::find_detail(stored[1].details, "py"), "brand");
  EXPECT_EQ(events::find_detail(stored[1].details, "pa"), "like");
}

TEST(richrelevance_preferences, what_is_missing_or_unknown_is_told_and_not_stored) {
  richrelevance_shop shop;
  EXPECT_EQ(shop.fault(say(shop, "actionType=like")), "p: is required");
  EXPECT_EQ(shop.fault(say(shop, "p=A&actionType=adore")),
            "actionType: is not one of like, neutral, dislike, notForRecs");
  EXPECT_EQ(shop.fault(say(shop, "p=A&actionType=like&targetType=colour")),
            "targetType: is not one of product, brand, category, store");
  EXPECT_EQ(shop.stored(), told{});
}

TEST(richrelevance_profiles, the_shop_reads_with_its_licence_what_is_known_of_a_user) {
  richrelevance_shop shop;
  shop.call("placements=item_page.a&productId=A");
  shop.call("placements=add_to_cart_page.a&atcid=B");
  shop.events();
  const std::string target = "/userProfile/api/v1/service/userProfile/d4ff21d55a1368fc/12345?fields=";
  EXPECT_NE(shop.fault(shop.get(target + "all")), "");
  // 00000:67890-1234-5678-90123-4567
  const fields licensed{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  const auto all = shop.ok(shop.send(http::method::get, target + "all", "", licensed));
  EXPECT_EQ(all["userId"], "12345");
  EXPECT_EQ(all["viewedItems"][0]["itemId"], "A");
  EXPECT_EQ(all["viewedItems"][0]["timestamp"], shop.time.wall_ms() / 1000 * 1000);
  EXPECT_EQ(all["addedToCartItems"][0]["itemId"], "B");
  EXPECT_TRUE(all["orders"].empty());
  const auto some = shop.ok(shop.send(http::method::get, target + "viewedItems,orders", "", licensed));
  EXPECT_FALSE(some.contains("addedToCartItems"));
  EXPECT_TRUE(some.contains("orders"));
}

}  // namespace
}  // namespace footfall::test
