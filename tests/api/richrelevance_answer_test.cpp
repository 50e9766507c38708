// The answers of `recsForPlacements`: the sample of the documents member by member, header fields.
#include "api/richrelevance_shop.hpp"

namespace footfall::test {
namespace {

using nlohmann::json;

// What the documents show, host and keys aside.
constexpr std::string_view sample = R"json({
  "rcs": "eF5j4cotK8lM4TMzsNA11DVkKU32MEkyBAJjM11jYzMzXRNTozRdA0sgYZxiammQaGJmZmaaDABuTQ0O",
  "placements": [{"htmlElementId": "home_page_0", "placementType": "home_page",
    "strategyMessage": "Shop Top Sellers", "html": "", "placement": "home_page.rr1",
    "recommendedProducts": [{
      "clickURL": "https://integration.richrelevance.com/rrserver/apiclick?a=showcaseparent",
      "regionPriceDescription": "", "salePriceRangeCents": [1, 1], "rating": 3.884, "numReviews": 0,
      "priceRangeCents": [1, 1],
      "categoryIds": ["Electronics", "Electronics.Computers", "Electronics.Computers.Tablet PCs"],
      "clickTrackingURL": "https://integration.richrelevance.com/rrserver/apiclick?a=showcaseparent",
      "salePriceCents": 1, "regionalProductSku": "22127002",
      "imageURL": "http://labs.richrelevance.com/storre/media/catalog/product/n/e/nextbook.jpg",
      "name": "\"Nextbook 7\\\" Tablet with 8GB Memory with Google Mobile Services\"", "genre": "default",
      "isRecommendable": true, "priceCents": 6900,
      "attributes": {"MktplcInd": ["W"], "Clearance": ["N"], "ListPrice": ["79"]},
      "id": "22127002",
      "categories": [
        {"hasChildren": false, "name": "Electronics", "childCategories": [], "ancestorCategories": [],
         "id": "Electronics", "isActive": false},
        {"hasChildren": false, "name": "Computers", "childCategories": [], "ancestorCategories": [],
         "id": "Electronics.Computers", "isActive": false},
        {"hasChildren": false, "name": "Tablet PCs", "childCategories": [], "ancestorCategories": [],
         "id": "Electronics.Computers.Tablet PCs", "isActive": false}],
      "productURL": "http://labs.richrelevance.com/storre/catalog/product/view/sku/22127002",
      "brand": "Nextbook"}]}],
  "viewGuid": "4b121136-3366-452f-092f-3d590a46665c", "status": "ok"})json";

catalog::item tablet() {
  const auto shown = json::parse(sample)["placements"][0]["recommendedProducts"][0];
  catalog::item made;
  made.id = shown["id"];
  made.title = shown["name"];
  made.link = shown["productURL"];
  made.images = {shown["imageURL"]};
  made.brand = shown["brand"];
  made.price = text::price{6900, {}};
  made.sale = catalog::sale_price{1, {}, {}};
  made.categories = {{"Electronics", "Computers", "Tablet PCs"}};
  made.attribute("rating", catalog::attribute_type::numeric).numbers = {3.884};
  for (const auto& [name, values] : shown["attributes"].items())
    made.attribute(name, catalog::attribute_type::nominal).texts = values.get<std::vector<std::string>>();
  return made;
}

bool same_kind(const json& left, const json& right) {
  return left.type() == right.type() || (left.is_number() && right.is_number());
}

/// The same names and types everywhere, arrays by their first element.
void expect_same_form(const json& found, const json& wanted, const std::string& where) {
  ASSERT_TRUE(same_kind(found, wanted)) << where << ": " << found.dump();
  if (wanted.is_array() && !wanted.empty()) {
    ASSERT_FALSE(found.empty()) << where;
    expect_same_form(found[0], wanted[0], where + "[]");
  }
  if (!wanted.is_object()) return;
  EXPECT_EQ(found.size(), wanted.size()) << where << ": " << found.dump();
  for (const auto& [name, value] : wanted.items()) {
    ASSERT_TRUE(found.contains(name)) << where << "." << name;
    expect_same_form(found[name], value, where + "." + name);
  }
}

/// The tablet is the only product; it was bought.
class richrelevance_sample : public testing::Test {
 protected:
  richrelevance_sample() {
    shop.put({tablet()});
    shop.get("/api/00000/buy/anna/1/22127002");
    shop.events();
    EXPECT_TRUE(shop.builder.run_once());
  }
  richrelevance_shop shop;
};

TEST_F(richrelevance_sample, the_answer_has_the_members_of_the_documents_with_their_types) {
  const auto answer = shop.ok(shop.call("placements=home_page.rr1"));
  expect_same_form(answer, json::parse(sample), "answer");
}

TEST_F(richrelevance_sample, what_the_catalogue_says_is_shown_as_in_the_documents) {
  const auto answer = shop.ok(shop.call("placements=home_page.rr1"));
  auto wanted = json::parse(sample)["placements"][0];
  auto found = answer["placements"][0];
  ASSERT_EQ(found["recommendedProducts"].size(), 1U);
  auto& product = found["recommendedProducts"][0];
  auto& shown = wanted["recommendedProducts"][0];
  for (auto* each : {&product, &shown}) {
    each->erase("clickURL");
    each->erase("clickTrackingURL");
  }
  // The sample has a range of another price than its price.
  EXPECT_EQ(product["priceRangeCents"], (json{6900, 6900}));
  shown["priceRangeCents"] = product["priceRangeCents"];
  EXPECT_EQ(found, wanted);
}

TEST_F(richrelevance_sample, header_fields_are_those_of_the_documents) {
  const auto answer = shop.call("placements=home_page.rr1");
  EXPECT_EQ(answer.content_type, "application/json;charset=utf-8");
  EXPECT_EQ(field_of(answer, "Set-Cookie"), "m=1;Path=/");
  EXPECT_EQ(field_of(answer, "Expires"), "Thu, 01 Jan 1970 00:00:00 GMT");
  EXPECT_EQ(field_of(answer, "Vary"), "Accept-Encoding");
  EXPECT_EQ(field_of(answer, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(field_of(answer, "Access-Control-Allow-Methods"), "GET, OPTIONS, POST");
  EXPECT_EQ(field_of(answer, "Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(field_of(answer, "Access-Control-Allow-Headers"),
            "Content-Type, Access-Control-Request-Method, Access-Control-Request-Headers, Authorization, "
            "X-Requested-With");
  const auto refused = shop.call("placements=nowhere");
  EXPECT_EQ(field_of(refused, "Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(refused.content_type, "application/json;charset=utf-8");
  const auto preflight =
      shop.send(http::method::options, "/rrserver/api/rrPlatform/recsForPlacements", "", {});
  EXPECT_EQ(preflight.status, 200);
  EXPECT_EQ(field_of(preflight, "Access-Control-Allow-Methods"), "GET, OPTIONS, POST");
}

TEST_F(richrelevance_sample, jsonp_calls_the_function_that_is_named_also_with_an_error) {
  const auto answer = shop.call("placements=home_page.rr1&jsonp=true&jcp=myCallback");
  EXPECT_EQ(answer.content_type, "application/javascript;charset=utf-8");
  EXPECT_TRUE(answer.body.starts_with("myCallback({\"rcs\":")) << answer.body;
  EXPECT_TRUE(answer.body.ends_with("})"));
  for (const std::string alias : {"jcb", "callback", "jsonpCallback"})
    EXPECT_TRUE(shop.call("placements=home_page.rr1&jsonp=true&" + alias + "=a.b").body.starts_with("a.b({"))
        << alias;
  EXPECT_TRUE(shop.call("placements=home_page.rr1&jsonp=true").body.starts_with("jsonpCallback({"));
  EXPECT_TRUE(shop.call("placements=home_page.rr1&jcp=f").body.starts_with("{"));
  // Libraries of pages name a function and nothing else.
  EXPECT_TRUE(shop.call("placements=home_page.rr1&callback=f").body.starts_with("f({"));
  EXPECT_TRUE(shop.call("placements=home_page.rr1&jsonp=false&callback=f").body.starts_with("{"));
  EXPECT_TRUE(shop.call("placements=x&jsonp=true&jcp=f").body.starts_with("f({\"errormessage\":"));
  EXPECT_NE(shop.fault(shop.call("placements=home_page.rr1&jsonp=true&jcp=alert(1)")), "");
}

TEST_F(richrelevance_sample, parts_of_the_answer_can_be_left_out) {
  const auto product_with = [&](const std::string& more) {
    return shop.ok(shop.call("placements=home_page.rr1&" + more))["placements"][0]["recommendedProducts"][0];
  };
  EXPECT_FALSE(product_with("excludeItemAttributes=true").contains("attributes"));
  EXPECT_FALSE(product_with("categoryData=false").contains("categories"));
  EXPECT_FALSE(product_with("categoryData=false").contains("categoryIds"));
  const auto attributes = [&](const std::string& list) {
    return product_with("attributeList=" + list)["attributes"];
  };
  EXPECT_EQ(attributes("Clearance"), (json{{"Clearance", {"N"}}}));
  for (const std::string both : {"Clearance,ListPrice", "Clearance|ListPrice", "Clearance%2CListPrice"})
    EXPECT_EQ(attributes(both), (json{{"Clearance", {"N"}}, {"ListPrice", {"79"}}})) << both;
  EXPECT_EQ(attributes("*"), product_with("")["attributes"]);
  EXPECT_EQ(attributes(""), product_with("")["attributes"]);
  const auto minimal = product_with("returnMinimalRecItemData=true");
  EXPECT_EQ(minimal.size(), 3U) << minimal;
  const auto named = product_with("returnMinimalRecItemData=true&attributeList=name,imageURL,Clearance");
  EXPECT_EQ(named.size(), 6U) << named;
  EXPECT_EQ(named["name"], tablet().title);
  EXPECT_EQ(named["imageURL"], tablet().images[0]);
  EXPECT_EQ(named["attributes"], (json{{"Clearance", {"N"}}}));
  const auto placement = [&](const std::string& more) {
    return shop.ok(shop.call("placements=home_page.rr1&" + more))["placements"][0];
  };
  EXPECT_FALSE(placement("excludeHtml=true").contains("html"));
  EXPECT_TRUE(placement("excludeRecItems=true")["recommendedProducts"].empty());
  EXPECT_EQ(placement("includeStrategyData=true")["strategyData"]["strategyName"], "bestseller");
}

TEST_F(richrelevance_sample, the_cookie_is_given_back_while_it_is_young_and_renewed_within_a_year) {
  const auto cookie_after = [&](const std::string& sent) {
    return shop.ok(shop.call("placements=home_page.rr1&rcs=" + sent))["rcs"].get<std::string>();
  };
  constexpr std::int64_t day_ms = 86'400'000;
  const auto first = cookie_after("");
  shop.time.advance_ms(30 * day_ms);
  EXPECT_EQ(cookie_after(first), first);
  shop.time.advance_ms(day_ms);
  const auto second = cookie_after(first);
  EXPECT_NE(second, first);
  EXPECT_EQ(cookie_after(second), second);
  shop.time.advance_ms(360 * day_ms);
  EXPECT_NE(cookie_after(second), second);
}

// A page that has changed its host and nothing else brings what RichRelevance gave its visitors.
TEST_F(richrelevance_sample, the_cookie_of_another_service_is_replaced) {
  const auto told = json::parse(sample)["rcs"].get<std::string>();
  const auto answer = shop.ok(shop.call("placements=item_page.a&productId=22127002&rcs=" + told));
  EXPECT_TRUE(answer["rcs"].get<std::string>().starts_with("f1.")) << answer["rcs"];
  EXPECT_EQ(shop.stored().back(), "click 22127002");
}

}  // namespace
}  // namespace footfall::test
