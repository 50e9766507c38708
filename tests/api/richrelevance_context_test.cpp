// What a page wants of single placements.
#include "api/richrelevance_shop.hpp"

namespace footfall::test {
namespace {

/// Products `A` of 10.00, bought most, `B` of 20.00 and `C` of 30.00, each of a category of its own.
class context_shop : public richrelevance_shop {
 public:
  context_shop() {
    std::vector<catalog::item> all;
    for (const auto* id : {"A", "B", "C"}) {
      all.push_back(product(id, "Lenovo", 1000 * static_cast<std::int64_t>(all.size() + 1)));
      all.back().categories = {{"Shop", id}};
    }
    put(all);
    for (const auto* bought : {"u1/1/A", "u2/1/A", "u3/1/A", "u1/1/B", "u2/1/B", "u3/1/C"})
      get("/api/00000/buy/" + std::string(bought));
    for (const auto* seen : {"u7/1/B", "u7/1/C", "u8/1/B", "u8/1/C"})
      get("/api/00000/click/" + std::string(seen));
    events();
    EXPECT_TRUE(builder.run_once());
  }

  http::response ask(std::string_view body, std::string_view placements = "home_page.rr1") {
    return send(http::method::post,
                "/rrserver/api/rrPlatform/recsForPlacementsContext?" + std::string(keys) +
                    "&userId=anna&sessionId=1&includeStrategyData=true&placements=" + std::string(placements),
                body, {{"Content-Type", "application/json"}});
  }

  told shown(const std::string& config) {
    return products_of(
        ok(ask(R"({"placementContextInfo":[{"placementName":"home_page.rr1","placementConfig":)" + config +
               "}]}")),
        0);
  }
};

TEST(richrelevance_context, without_a_word_on_a_placement_it_is_as_without_a_context) {
  context_shop shop;
  for (const auto* body : {"", "{}", R"({"placementContextInfo":null})",
                           R"({"placementContextInfo":[{"placementName":"home_page.other",)"
                           R"("placementConfig":{"filterConfig":{"maxPriceFilter":1}}}]})"})
    EXPECT_EQ(products_of(shop.ok(shop.ask(body)), 0), (told{"A", "B", "C"})) << body;
}

TEST(richrelevance_context, a_placement_can_have_a_strategy_and_products_of_its_own) {
  context_shop shop;
  const auto answer =
      shop.ok(shop.ask(R"({"placementContextInfo":[{"placementName":"home_page.rr1","placementConfig":{)"
                       R"("strategyConfig":{"strategies":["Unheard","ProductViewedViewed"],"reorder":false},)"
                       R"("productIds":[null,"B"]}}],"enableStrategyDuplication":false})"));
  EXPECT_EQ(products_of(answer, 0), (told{"C", "A"}));
  EXPECT_EQ(answer["placements"][0]["strategyData"]["strategyName"], "also_clicked");
}

TEST(richrelevance_context, a_placement_has_filters_of_its_own) {
  context_shop shop;
  const struct {
    const char* filter;
    told left;
  } cases[] = {{R"({"minPriceFilter":2000})", {"B", "C"}},
               {R"({"minPriceFilter":2000,"maxPriceFilter":2000})", {"B"}},
               {R"({"minPriceFilter":2000,"includeProductsMatchingFilters":false})", {"A"}},
               {R"({"categoryFilters":["Shop.A","Shop/C"]})", {"A", "C"}},
               {R"({"categoryFilters":["Shop"],"maxPriceFilter":1000})", {"A"}},
               {R"({"categoryFilters":["Shop.A"],"includeProductsMatchingFilters":false})", {"B", "C"}},
               {R"({"includeProductsMatchingFilters":false})", {"A", "B", "C"}}};
  for (const auto& each : cases)
    EXPECT_EQ(shop.shown(R"({"filterConfig":)" + std::string(each.filter) + "}"), each.left) << each.filter;
}

TEST(richrelevance_context, filters_of_one_placement_do_not_hold_for_the_next) {
  context_shop shop;
  const auto answer =
      shop.ok(shop.ask(R"({"placementContextInfo":[{"placementName":"home_page.rr1","placementConfig":{)"
                       R"("filterConfig":{"maxPriceFilter":1000}}}]})",
                       "home_page.rr1|home_page.rr2"));
  EXPECT_EQ(products_of(answer, 0), told{"A"});
  EXPECT_EQ(products_of(answer, 1), (told{"B", "C"}));
}

TEST(richrelevance_context, what_cannot_be_read_is_told_and_nothing_is_stored) {
  context_shop shop;
  const auto before = shop.stored().size();
  const auto deep = std::string(20'000, '[');
  const struct {
    std::string body, why;
  } cases[] = {
      {"[]", "body: expected a JSON object"},
      {"{", "body: expected a JSON object"},
      {deep, "body: expected a JSON object"},
      {R"({"placementContextInfo":{}})", "placementContextInfo: expected a list of at most 20 objects"},
      {R"({"placementContextInfo":[1]})", "placementContextInfo: expected a list of objects"},
      {R"({"placementContextInfo":[{}]})", "placementName: expected the name of a placement"},
      {R"({"placementContextInfo":[{"placementName":"a",)"
       R"("placementConfig":{"filterConfig":{"minPriceFilter":-1}}}]})",
       "minPriceFilter: expected a whole number of cents"},
      {R"({"placementContextInfo":[{"placementName":"a","placementConfig":{"productIds":[{}]}}]})",
       "productIds: expected a list of texts"}};
  for (const auto& each : cases)
    EXPECT_EQ(shop.fault(shop.ask(each.body, "item_page.a&productId=A")), each.why)
        << each.body.substr(0, 100);
  EXPECT_EQ(shop.stored().size(), before);
}

TEST(richrelevance_context, a_page_is_stored_as_by_a_call_without_a_context) {
  context_shop shop;
  const auto before = shop.stored().size();
  shop.ok(shop.ask("{}", "item_page.a&productId=A"));
  const auto after = shop.stored();
  ASSERT_EQ(after.size(), before + 1);
  EXPECT_EQ(after.back(), "click A");
}

}  // namespace
}  // namespace footfall::test
