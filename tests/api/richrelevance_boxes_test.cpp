// The boxes of a page: which products are in them, by scenario, page, visitor and filters of the call.
#include "api/richrelevance_shop.hpp"
#include "footfall/events/event_details.hpp"

#include <algorithm>
#include <set>

namespace footfall::test {
namespace {

/// Six products, A bought most.
class richrelevance_boxes : public testing::Test {
 protected:
  richrelevance_boxes() {
    std::vector<catalog::item> all{product("A"),
                                   product("B", "Acer", 2000),
                                   product("C", "Lenovo", 3000),
                                   product("D", "Acer", 4000),
                                   product("E"),
                                   product("F")};
    for (auto& each : all) each.categories = {{"Shop", each.id}};
    for (const std::size_t place : {1U, 2U})
      all[place].attribute("genre", catalog::attribute_type::nominal).texts = {place == 1 ? "comic"
                                                                                          : "crime"};
    shop.put(all);
    const std::string ids = "ABCDEF";
    for (std::size_t item = 0; item < ids.size(); ++item)
      for (std::size_t user = item; user < ids.size(); ++user)
        shop.get("/api/00000/buy/u" + std::to_string(user) + "/1/" + ids[item]);
    shop.events();
    EXPECT_TRUE(shop.builder.run_once());
  }

  std::vector<std::string> best(const std::string& more) {
    return products_of(shop.ok(shop.call("placements=home_page.rr1&" + more)), 0);
  }

  richrelevance_shop shop;
};

TEST_F(richrelevance_boxes, no_product_is_in_two_boxes_of_a_page) {
  const auto answer = shop.ok(shop.call("count=2&placements=home_page.rr1|home_page.rr2|home_page.rr3"));
  EXPECT_EQ(products_of(answer, 0), (told{"A", "B"}));
  std::set<std::string> different;
  for (std::size_t place = 0; place < 3; ++place)
    for (const auto& id : products_of(answer, place)) EXPECT_TRUE(different.insert(id).second) << id;
  EXPECT_EQ(different.size(), 6U);
  EXPECT_EQ(answer["placements"][2]["htmlElementId"], "home_page_2");
}

TEST_F(richrelevance_boxes, each_box_of_a_page_has_a_strategy_of_its_own) {
  std::string placements = "error_page.a";
  for (const char name : {'b', 'c', 'd', 'e', 'f'}) placements += std::string("|error_page.") + name;
  const auto answer = shop.ok(shop.call("count=1&includeStrategyData=true&placements=" + placements));
  std::vector<std::string> strategies;
  for (const auto& each : answer["placements"]) strategies.push_back(each["strategyData"]["strategyName"]);
  ASSERT_EQ(strategies.size(), 6U);
  EXPECT_EQ(told(strategies.begin(), strategies.begin() + 3),
            (told{"bestseller", "landing_page", "personalized"}));
  EXPECT_EQ(std::set<std::string>(strategies.begin(), strategies.end()).size(), 6U);
}

TEST_F(richrelevance_boxes, a_box_is_headed_in_the_language_of_the_page) {
  const auto message = [&](const std::string& more) {
    return shop.ok(shop.call("placements=personal_page" + more))["placements"][0]["strategyMessage"];
  };
  EXPECT_EQ(message(""), "For you");
  EXPECT_EQ(message("&lang=de"), "Für dich");
  EXPECT_EQ(message("&lang=fr"), "For you");
}

TEST_F(richrelevance_boxes, an_application_of_the_integration_environment_is_answered_as_the_other) {
  const auto answer = [&](const std::string& application) {
    return products_of(shop.ok(shop.get("/rrserver/api/rrPlatform/recsForPlacements?apiKey=d4ff21d55a1368fc&"
                                        "userId=1&sessionId=2&placements=home_page.rr1&apiClientKey=" +
                                        application)),
                       0);
  };
  EXPECT_EQ(answer("integration"), answer("42f5962fe3ed493e"));
  EXPECT_EQ(answer("integration").size(), 6U);
}

TEST_F(richrelevance_boxes, nothing_in_an_answer_is_null_also_of_products_without_a_record) {
  for (const std::string user : {"u1", "u2"}) shop.get("/api/00000/buy/" + user + "/1/unheard");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto answer = shop.call("placements=home_page.rr1|home_page.rr2&includeStrategyData=true");
  EXPECT_NE(answer.body.find("\"id\":\"unheard\""), answer.body.npos) << answer.body;
  EXPECT_EQ(answer.body.find("null"), answer.body.npos) << answer.body;
}

/// Two products of the category with the id `C-JF`, below that with the id `C-C`, and one of another.
class richrelevance_categories : public testing::Test {
 protected:
  richrelevance_categories() {
    std::vector<catalog::item> all{product("A"), product("B"), product("C")};
    for (auto& each : all) {
      const bool is_phone = each.id == "C";
      each.categories = {{"Electronics", is_phone ? "Phones" : "Computers"}};
      each.attribute("category_id", catalog::attribute_type::nominal).texts = {is_phone ? "C-PH" : "C-JF"};
      each.attribute("category_above", catalog::attribute_type::nominal).texts = {"C-C"};
    }
    shop.put(all);
    for (const auto* bought : {"u1/1/A", "u2/1/A", "u3/1/A", "u1/1/B", "u2/1/B", "u1/1/C"})
      shop.get("/api/00000/buy/" + std::string(bought));
    shop.events();
    EXPECT_TRUE(shop.builder.run_once());
  }
  richrelevance_shop shop;
};

TEST_F(richrelevance_categories, of_a_page_are_named_by_their_id_in_the_feed_or_by_their_path) {
  const struct {
    std::string id;
    told wanted;
  } cases[] = {{"C-JF", {"A", "B"}},
               {"C-PH", {"C"}},
               {"C-C", {"A", "B", "C"}},
               {"Electronics.Phones", {"C"}},
               {"Electronics/Computers", {"A", "B"}},
               {"C-XX", {}}};
  for (const auto& each : cases) {
    const auto answer = shop.ok(shop.call("placements=category_page.rr1&categoryId=" + each.id));
    EXPECT_EQ(products_of(answer, 0), each.wanted) << each.id;
    told best;
    const auto seeded = shop.ok(shop.get("/rrserver/api/rrPlatform/recsUsingStrategy?" +
                                         std::string(richrelevance_shop::keys) +
                                         "&strategyName=CategoryBestSellers&seed=" + each.id));
    for (const auto& shown : seeded["recommendedProducts"]) best.push_back(shown["id"]);
    EXPECT_EQ(best, each.wanted) << each.id;
  }
  EXPECT_EQ(events::find_detail(shop.events().back().details, "c"), "C-XX");
}

TEST_F(richrelevance_categories, are_shown_with_the_ids_of_the_feed) {
  const auto shown = [&](const std::string& id) {
    return shop.ok(shop.get("/rrserver/api/rrPlatform/getProducts?" + std::string(richrelevance_shop::keys) +
                            "&productId=" + id))["products"][0];
  };
  EXPECT_EQ(shown("A")["categoryIds"], (told{"C-C", "C-JF"}));
  EXPECT_EQ(shown("A")["categories"][0]["name"], "Electronics");
  EXPECT_EQ(shown("A")["categories"][1]["id"], "C-JF");
  EXPECT_EQ(shown("A")["categories"][1]["name"], "Computers");
  auto without_ids = product("A");
  without_ids.categories = {{"Electronics", "Phones"}};
  shop.put({without_ids});
  EXPECT_EQ(shown("A")["categoryIds"], (told{"Electronics", "Electronics.Phones"}));
}

TEST_F(richrelevance_boxes, products_are_filtered_as_the_call_says) {
  const struct {
    std::string parameters;
    told wanted;
  } cases[] = {
      {"", {"A", "B", "C", "D", "E", "F"}},
      {"count=2&st=3", {"D", "E"}},
      {"resultCount=2&start=1", {"B", "C"}},
      {"bi=A|F", {"B", "C", "D", "E"}},
      {"blockedProductIds=B", {"A", "C", "D", "E", "F"}},
      {"blockedProductIds=B&blockedProductIds=C|D&bi=F", {"A", "E"}},
      {"filbr=Acer", {"A", "C", "E", "F"}},
      {"brandFilter=Acer&includeBrandFilteredProducts=true", {"B", "D"}},
      {"minPriceFilter=2000&maxPriceFilter=3000", {"B", "C"}},
      {"minPriceFilter=2000&includePriceFilteredProducts=false", {"A", "E", "F"}},
      {"maxPriceFilter=2000", {"A", "B", "E", "F"}},
      {"priceRanges=2000;2500|4000;4000", {"B", "D"}},
      {"priceRanges=2000;2500|4000;4000&includePriceFilteredProducts=false", {"A", "C", "E", "F"}},
      {"filterAtr=brand:Acer;Lenovo", {"A", "B", "C", "D", "E", "F"}},
      {"filterAtr=colour:red", {}},
      {"filterAtr=genre:comic;crime|brand:Acer", {"B"}},
      {"filterAtr=genre:comic&includeAttributeFilteredProducts=false", {"A", "C", "D", "E", "F"}},
      {"filterAtr=Genre:comic;crime", {"B", "C"}},
      {"genreFilter=comic", {"B"}},
      {"genreFilter=comic|crime", {"B", "C"}},
      {"genreFilter=comic|crime&filbr=Acer", {"C"}},
      {"genreFilter=western", {}},
      {"filter=Acer", {"A", "C", "E", "F"}},
      {"categoryFilter=Shop.B|Shop/D", {"A", "C", "E", "F"}},
      {"categoryFilter=Shop.B&includeCategoryFilteredProducts=true", {"B"}},
      {"categoryFilter=Shop&includeCategoryFilteredProducts=true&filbr=Acer", {"A", "C", "E", "F"}},
  };
  for (const auto& each : cases) EXPECT_EQ(best(each.parameters), each.wanted) << each.parameters;
}

TEST_F(richrelevance_boxes, a_changed_product_is_shown_changed_at_once) {
  const auto price = [&] {
    const auto answer = shop.ok(shop.call("placements=home_page.rr1&count=1"));
    return answer["placements"][0]["recommendedProducts"][0]["priceCents"];
  };
  EXPECT_EQ(price(), 1000);
  shop.put({product("A", "Lenovo", 1500)});
  EXPECT_EQ(price(), 1500);
}

TEST_F(richrelevance_boxes, a_sale_begins_and_ends_in_answers) {
  auto on_sale = product("A");
  on_sale.sale = catalog::sale_price{700, shop.time.wall_ms() + 1000, shop.time.wall_ms() + 2000};
  shop.put({on_sale});
  const auto price = [&] {
    const auto answer = shop.ok(shop.call("placements=home_page.rr1&count=1"));
    return answer["placements"][0]["recommendedProducts"][0]["salePriceCents"];
  };
  EXPECT_EQ(price(), 1000);
  shop.time.advance_ms(1500);
  EXPECT_EQ(price(), 700);
  EXPECT_EQ(price(), 700);
  shop.time.advance_ms(1500);
  EXPECT_EQ(price(), 1000);
}

TEST_F(richrelevance_boxes, ids_with_signs_are_shown_and_linked_as_they_are) {
  const std::string id = "9\"<b>/&é";
  shop.put({product(id)});
  for (int user = 0; user < 20; ++user)
    shop.get("/api/00000/buy/w" + std::to_string(user) + "/1/9%22%3Cb%3E%2F%26%C3%A9");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  for (const std::string form : {"", "&returnMinimalRecItemData=true", "&excludeItemAttributes=true"}) {
    const auto answer = shop.ok(shop.call("placements=home_page.rr1&count=1" + form));
    const auto& shown = answer["placements"][0]["recommendedProducts"][0];
    EXPECT_EQ(shown["id"], id) << form;
    const auto link = shown["clickTrackingURL"].get<std::string>();
    EXPECT_NE(link.find("&p=9%22%3Cb%3E%2F%26%C3%A9&"), link.npos) << link;
    EXPECT_EQ(shown.contains("regionalProductSku"), !form.starts_with("&return")) << form;
  }
}

TEST_F(richrelevance_boxes, what_was_bought_elsewhere_is_left_out_where_purchases_are) {
  const auto shown = [&](const std::string& more) {
    return products_of(shop.ok(shop.call("placements=personal_page.a" + more)), 0);
  };
  EXPECT_EQ(std::ranges::count(shown(""), "A"), 1);
  EXPECT_EQ(std::ranges::count(shown("&purchased=A:1529712166361|unknown:1"), "A"), 1) << "years ago";
  EXPECT_EQ(std::ranges::count(shown("&purchased=A:1769860000000|unknown:1"), "A"), 0);
  EXPECT_EQ(std::ranges::count(shown("&purchased=A:1529712166361;1769860000000"), "A"), 0);
  EXPECT_EQ(std::ranges::count(shown(""), "A"), 1);
  for (const std::string times : {"yesterday", "1;yesterday", "1;;2", ""})
    EXPECT_NE(shop.fault(shop.call("placements=item_page.a&productId=A&viewed=B:" + times)), "") << times;
  EXPECT_EQ(std::ranges::count(shop.stored(), "click A"), 0);
}

/// A scenario that moves up what has the colour of the user.
customer::customer_settings by_colour() {
  auto settings = text_ids();
  for (auto& each : settings.scenarios.edit())
    if (each.id == "bestseller")
      each.boosts.push_back(
          {.by = "user", .places = 5, .attribute = "colour", .user_attribute = "favourite"});
  return settings;
}

TEST(richrelevance_attributes, of_users_count_for_the_answer_that_they_are_sent_with) {
  richrelevance_shop shop(by_colour());
  auto red = product("A");
  auto blue = product("B");
  red.attribute("colour", catalog::attribute_type::nominal).texts = {"red"};
  blue.attribute("colour", catalog::attribute_type::nominal).texts = {"blue"};
  shop.put({red, blue});
  for (const auto* bought : {"u1/1/A", "u2/1/A", "u1/1/B"}) shop.get("/api/00000/buy/" + std::string(bought));
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  const auto shown = [&](const std::string& more) {
    return products_of(shop.ok(shop.call("placements=home_page.rr1" + more)), 0);
  };
  EXPECT_EQ(shown(""), (told{"A", "B"}));
  EXPECT_EQ(shown("&userAttribute=size:XL|favourite:green;blue"), (told{"B", "A"}));
  EXPECT_EQ(shown(""), (told{"A", "B"})) << "it is not stored";
  shop.owner->user_attributes.put(shop.hasher.hash("00000", "12345"), "crm",
                                  {"12345", {{"favourite", "blue", {}}}});
  EXPECT_EQ(shown(""), (told{"B", "A"})) << "what the shop has said counts, too";
  EXPECT_EQ(shop.fault(shop.call("placements=home_page.rr1&userAttribute=favourite")),
            "userAttribute: expected name:value;value|name:value");
}

TEST_F(richrelevance_boxes, what_cannot_be_sold_is_not_shown) {
  auto gone = product("A");
  gone.visible = false;
  shop.put({gone});
  EXPECT_EQ(best("count=1"), (told{"B"}));
}

TEST_F(richrelevance_boxes, the_page_of_a_brand_has_its_best_first) {
  const auto answer = shop.ok(shop.call("placements=brand_page.rr1_test|brand_page.other&fpb=Acer"));
  EXPECT_EQ(products_of(answer, 0), (told{"B", "D"}));
  EXPECT_EQ(products_of(answer, 1), (told{"A", "C", "E", "F"}));
}

TEST_F(richrelevance_boxes, without_models_a_page_is_answered_with_empty_boxes) {
  richrelevance_shop young;
  const auto answer = young.ok(young.call("placements=item_page.rr1&productId=A"));
  EXPECT_EQ(products_of(answer, 0), told{});
  EXPECT_EQ(young.stored(), (told{"click A"}));
}

}  // namespace
}  // namespace footfall::test
