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

/// What a box of the best shows to Anna of `A`, which was bought most, and `B`, of another brand and
/// category.
class liking_shop : public richrelevance_shop {
 public:
  liking_shop() {
    auto first = product("A", "Lenovo");
    first.categories = {{"Electronics", "Computers"}};
    auto second = product("B", "Acer");
    second.categories = {{"Electronics", "Phones"}};
    second.attribute("category_id", catalog::attribute_type::nominal).texts = {"77"};
    put({first, second});
    for (const auto* target : {"u1/1/A", "u2/1/A", "u1/1/B"}) get("/api/00000/buy/" + std::string(target));
    events();
    EXPECT_TRUE(builder.run_once());
  }
  told shown() {
    events();
    return products_of(ok(get("/rrserver/api/rrPlatform/recsForPlacements?" + std::string(keys) +
                              "&userId=anna&sessionId=1&placements=home_page.rr1")),
                       0);
  }
};

TEST(richrelevance_preferences, brands_and_categories_that_are_liked_move_up) {
  for (const auto* liked : {"p=Acer&targetType=brand", "p=Electronics.Phones&targetType=category",
                            "p=Electronics/Phones&targetType=category", "p=77&targetType=category"}) {
    liking_shop shop;
    EXPECT_EQ(shop.shown(), (told{"A", "B"}));
    shop.ok(say(shop, std::string(liked) + "&actionType=like"));
    EXPECT_EQ(shop.shown(), (told{"B", "A"})) << liked;
    shop.ok(say(shop, std::string(liked) + "&actionType=neutral"));
    EXPECT_EQ(shop.shown(), (told{"A", "B"})) << liked;
  }
}

TEST(richrelevance_preferences, brands_and_categories_that_are_disliked_are_left_out) {
  const struct {
    const char* disliked;
    told left;
  } cases[] = {{"p=Acer&targetType=brand&actionType=dislike", {"A"}},
               {"p=Electronics.Computers&targetType=category&actionType=notForRecs", {"B"}},
               {"p=77&targetType=category&actionType=dislike", {"A"}},
               {"p=Electronics&targetType=category&actionType=dislike", {}},
               {"p=Acer&targetType=store&actionType=dislike", {"A", "B"}}};
  for (const auto& each : cases) {
    liking_shop shop;
    shop.ok(say(shop, each.disliked));
    EXPECT_EQ(shop.shown(), each.left) << each.disliked;
  }
}

TEST(richrelevance_preferences, of_brands_and_categories_act_in_other_recommendations_too) {
  liking_shop shop;
  const auto shown = [&shop](const std::string& user) {
    shop.events();
    told ids;
    const auto answer = nlohmann::json::parse(shop.get("/api/v2/00000/" + user + "/bestseller.json").body);
    for (const auto& each : answer["recommendationItems"]) ids.push_back(each["itemId"]);
    return ids;
  };
  EXPECT_EQ(shown("anna"), (told{"A", "B"}));
  shop.time.advance_ms(2000);
  shop.ok(say(shop, "p=Acer&targetType=brand&actionType=like"));
  EXPECT_EQ(shown("anna"), (told{"B", "A"}));
  EXPECT_EQ(shown("berta"), (told{"A", "B"}));
  shop.time.advance_ms(3000);
  const auto answer = shop.get("/api/v2/00000/anna/bestseller.json");
  EXPECT_EQ(field_of(answer, "Last-Modified"), "Sat, 31 Jan 2026 12:00:02 GMT");
  shop.time.advance_ms(2000);
  shop.ok(say(shop, "p=Electronics.Phones&targetType=category&actionType=dislike"));
  EXPECT_EQ(shown("anna"), told{"A"});
  EXPECT_EQ(shown("berta"), (told{"A", "B"}));
}

TEST(richrelevance_preferences, can_be_read_again_with_those_of_the_session) {
  richrelevance_shop shop;
  const auto keys = std::string(richrelevance_shop::keys);
  shop.ok(shop.get("/rrserver/api/user/preference?" + keys + "&s=1&p=Dell&targetType=brand&actionType=like"));
  shop.ok(say(shop, "p=A|B&actionType=notForRecs"));
  shop.ok(say(shop, "p=Acer&targetType=brand&actionType=like"));
  shop.events();
  const auto all = shop.ok(shop.get("/rrserver/api/user/preference/anna?s=1&" + keys));
  EXPECT_EQ(all["userId"], "anna");
  EXPECT_EQ(all["pref_product"]["notForRecs"], (told{"B", "A"}));
  EXPECT_EQ(all["pref_brand"]["like"], (told{"Acer", "Dell"}));
  EXPECT_TRUE(all["pref_brand"]["dislike"].empty());
  EXPECT_TRUE(all["pref_category"]["like"].empty());
  const auto some =
      shop.ok(shop.get("/rrserver/api/user/preference?u=anna&fields=pref_brand|pref_store&" + keys));
  EXPECT_EQ(some["pref_brand"]["like"], told{"Acer"});
  EXPECT_TRUE(some.contains("pref_store"));
  EXPECT_FALSE(some.contains("pref_product"));
  EXPECT_EQ(shop.fault(shop.get("/rrserver/api/user/preference/anna?apiKey=none&apiClientKey=none")),
            "apiKey: is unknown");
  EXPECT_EQ(shop.stored().size(), 6U) << "reading stores nothing";
}

// As the service's own programs send them.
TEST(richrelevance_preferences, need_no_key_of_an_application) {
  richrelevance_shop shop;
  const std::string path = "/rrserver/api/user/preference";
  const std::string key = "?apiKey=d4ff21d55a1368fc";
  shop.ok(shop.get(path + key + "&s=1&u=anna&p=Sony|Nabisco&targetType=brand&actionType=like"));
  shop.events();
  const auto read = shop.ok(shop.get(path + "/anna" + key + "&fields=pref_brand"));
  EXPECT_EQ(read["userId"], "anna");
  EXPECT_EQ(read["pref_brand"]["like"], (told{"Nabisco", "Sony"}));
  EXPECT_EQ(shop.fault(shop.get(path + "/anna" + key + "&apiClientKey=wrong&fields=pref_brand")),
            "apiClientKey: is unknown");
  EXPECT_EQ(shop.fault(shop.get(path + "/anna?fields=pref_brand")), "apiKey: is required");
}

TEST(richrelevance_answers, are_counted_by_the_scenario_of_each_box) {
  liking_shop shop;
  EXPECT_EQ(shop.shown().size(), 2U);
  shop.ok(shop.get("/rrserver/api/rrPlatform/recsUsingStrategy?" + std::string(richrelevance_shop::keys) +
                   "&strategyName=SiteWideBestSellers&resultCount=1"));
  std::string counted;
  shop.owner->answers.visit([&](const std::string& scenario, const customer::scenario_answers& counts) {
    counted += scenario + " full " + std::to_string(counts.full) + " few " + std::to_string(counts.few) + ";";
  });
  EXPECT_EQ(counted, "bestseller full 1 few 1;");
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
  EXPECT_EQ(all["addedToCartItems"][0]["items"], (nlohmann::json{{{"itemId", "B"}}}));
  EXPECT_TRUE(all["orders"].empty());
  EXPECT_TRUE(all["searchedTerms"].empty());
  const auto some = shop.ok(shop.send(http::method::get, target + "viewedItems,orders", "", licensed));
  EXPECT_FALSE(some.contains("addedToCartItems"));
  EXPECT_TRUE(some.contains("orders"));
}

TEST(richrelevance_profiles, have_what_was_bought_together_and_what_the_shop_has_said) {
  richrelevance_shop shop;
  shop.call("placements=purchase_complete_page.a&productId=A|B&o=1&q=1|1&pp=1|1");
  shop.events();
  shop.time.advance_ms(5000);
  shop.call("placements=purchase_complete_page.a&productId=C&o=2&q=1&pp=1");
  shop.events();
  shop.owner->user_attributes.put(
      shop.hasher.hash("00000", "12345"), "crm",
      {"12345", {{"colour", "red", {}}, {"size \"eu\"", "40", {}}, {"colour", "blue", {}}}});
  const auto profile = shop.ok(
      shop.send(http::method::get,
                "/userProfile/api/v1/service/userProfile/d4ff21d55a1368fc/12345?fields=orders,userAttributes",
                "", {{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}}));
  ASSERT_EQ(profile["orders"].size(), 2U) << profile;
  EXPECT_EQ(profile["orders"][0]["items"].size(), 1U);
  EXPECT_EQ(profile["orders"][1]["items"].size(), 2U);
  EXPECT_EQ(profile["userAttributes"],
            (nlohmann::json{
                {{"channel", "crm"}, {"values", {{"colour", {"red", "blue"}}, {"size \"eu\"", {"40"}}}}}}));
}

}  // namespace
}  // namespace footfall::test
