// `recsUsingStrategy` and `getProducts`.
#include "api/richrelevance_shop.hpp"

namespace footfall::test {
namespace {

class richrelevance_strategies : public testing::Test {
 protected:
  richrelevance_strategies() {
    auto first = product("A");
    first.attribute("colour", catalog::attribute_type::nominal).texts = {"red"};
    first.attribute("size", catalog::attribute_type::nominal).texts = {"XL"};
    shop.put({first, product("B", "Acer"), product("C")});
    for (const auto* target : {"u1/1/A", "u2/1/A", "u3/1/A", "u1/1/B", "u2/1/B", "u1/1/C"})
      shop.get("/api/00000/buy/" + std::string(target));
    shop.events();
    EXPECT_TRUE(shop.builder.run_once());
  }

  http::response ask(const std::string& what, const std::string& rest) {
    return shop.get("/rrserver/api/rrPlatform/" + what + "?" + std::string(richrelevance_shop::keys) + "&" +
                    rest);
  }

  std::vector<std::string> products(const std::string& rest) {
    std::vector<std::string> ids;
    const auto answer = shop.ok(ask("recsUsingStrategy", rest));
    for (const auto& each : answer["recommendedProducts"]) ids.push_back(each["id"]);
    return ids;
  }

  richrelevance_shop shop;
};

TEST_F(richrelevance_strategies, each_has_the_products_of_its_scenario_and_seed) {
  EXPECT_EQ(products("strategyName=SiteWideBestSellers"), (told{"A", "B", "C"}));
  EXPECT_EQ(products("strategyName=SiteWideBestSellers&resultCount=1"), (told{"A"}));
  EXPECT_EQ(products("strategyName=SiteWideBestSellers&blockedProductIds=A|C"), (told{"B"}));
  EXPECT_EQ(products("strategyName=BrandTopSellers&seed=Acer"), (told{"B"}));
  EXPECT_EQ(products("strategyName=ProductBoughtBought&seed=C"), (told{"B", "A"}));
}

TEST(richrelevance_own_strategies, a_scenario_of_the_shop_with_the_name_of_one_takes_its_place) {
  auto settings = text_ids();
  settings.models.edit().push_back(model::default_definition("chosen", "EDITOR_BASED"));
  settings.models.edit().back().items = {"C", "B"};
  auto& own = settings.scenarios.edit().emplace_back();
  own.id = "NewArrivals";
  own.stages = {{.models = {{.model = "chosen"}}}};
  richrelevance_shop shop(settings);
  shop.put({product("A"), product("B"), product("C")});
  for (const auto* bought : {"u1/1/A", "u2/1/A", "u1/1/B"}) shop.get("/api/00000/buy/" + std::string(bought));
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto shown = [&](const std::string& strategy) {
    std::vector<std::string> ids;
    const auto answer =
        shop.ok(shop.get("/rrserver/api/rrPlatform/recsUsingStrategy?" +
                         std::string(richrelevance_shop::keys) + "&strategyName=" + strategy));
    for (const auto& each : answer["recommendedProducts"]) ids.push_back(each["id"]);
    return ids;
  };
  EXPECT_EQ(shown("NewArrivals"), (told{"C", "B"}));
  EXPECT_EQ(shown("SiteWideBestSellers"), (told{"A", "B"}));
}

TEST_F(richrelevance_strategies, somebody_who_has_just_logged_in_has_the_past_of_the_session) {
  for (const auto* seen : {"u7/1/B", "u7/1/C", "u8/1/B", "u8/1/C"})
    shop.get("/api/00000/click/" + std::string(seen));
  shop.call_of_session("s1", "placements=item_page.a&productId=B");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto before = shop.stored().size();
  const auto of_the_session = products("strategyName=Personalized&sessionId=s1&userId=");
  EXPECT_EQ(products("strategyName=Personalized&sessionId=s1&userId=carl"), of_the_session);
  EXPECT_NE(products("strategyName=Personalized&sessionId=s2&userId=carl"), of_the_session);
  EXPECT_EQ(shop.stored().size(), before);
}

TEST_F(richrelevance_strategies, the_answer_has_the_members_of_the_documents_and_stores_nothing) {
  const auto before = shop.stored().size();
  const auto answer = shop.ok(ask("recsUsingStrategy", "strategyName=SiteWideBestSellers&requestId=r1"));
  EXPECT_EQ(answer["strategyName"], "SiteWideBestSellers");
  EXPECT_EQ(answer["requestId"], "r1");
  EXPECT_EQ(answer["message"], "Shop Top Sellers");
  EXPECT_EQ(answer.size(), 5U);
  EXPECT_FALSE(answer["recommendedProducts"][0].contains("clickURL"));
  EXPECT_FALSE(answer["recommendedProducts"][0].contains("attributes"));
  const auto of_somebody =
      shop.ok(ask("recsUsingStrategy", "strategyName=SiteWideBestSellers&sessionId=s&attribute=colour"));
  EXPECT_TRUE(of_somebody["recommendedProducts"][0].contains("clickURL"));
  EXPECT_EQ(of_somebody["recommendedProducts"][0]["attributes"], (nlohmann::json{{"colour", {"red"}}}));
  // Imports write names in lower case; pages read them as they ask for them.
  const auto named = shop.ok(ask("getProducts", "productId=A&attribute=Colour"));
  EXPECT_EQ(named["products"][0]["attributes"], (nlohmann::json{{"Colour", {"red"}}}));
  EXPECT_EQ(shop.stored().size(), before);
}

TEST_F(richrelevance_strategies, what_is_missing_or_unknown_is_told) {
  EXPECT_EQ(shop.fault(ask("recsUsingStrategy", "")), "strategyName: is required");
  EXPECT_EQ(shop.fault(ask("recsUsingStrategy", "strategyName=Luck")), "strategyName: Luck is unknown");
  EXPECT_EQ(shop.fault(ask("recsUsingStrategy", "strategyName=ProductViewedViewed")),
            "seed: is required for ProductViewedViewed");
  EXPECT_EQ(shop.fault(ask("getProducts", "")), "productId: is required");
}

TEST_F(richrelevance_strategies, products_are_told_as_the_catalogue_has_them) {
  const auto answer = shop.ok(ask("getProducts", "productId=A|unknown|C&attribute=*&requestId=7"));
  ASSERT_EQ(answer["products"].size(), 2U);
  EXPECT_EQ(answer["requestId"], "7");
  EXPECT_EQ(answer["products"][0]["name"], "Product A");
  EXPECT_EQ(answer["products"][0]["priceCents"], 1000);
  EXPECT_EQ(answer["products"][0]["attributes"].size(), 2U);
  EXPECT_EQ(answer["products"][1]["id"], "C");
}

}  // namespace
}  // namespace footfall::test
