// A shop that comes from RichRelevance, from its feed to its clicks: the calls and the sample answer of the
// document, word for word but for the host, and what they teach.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace footfall::test {
namespace {

using nlohmann::json;

constexpr std::string_view page_path = "/rrserver/api/rrPlatform/recsForPlacements?";

// The second customer is the integration environment, and has no catalogue.
constexpr auto configuration =
    R"({"server": {"public_event_host": "recs.example"}, "models": {"rebuild_interval": "1d"}, "customers": {
  "shop": {"alphanumeric_items": true, "currency": "USD", "richrelevance": {
    "api_key": "d4ff21d55a1368fc", "applications": {"42f5962fe3ed493e": {}},
    "placements": {"home_page.rr1": "bestseller"}}},
  "staging": {"alphanumeric_items": true, "richrelevance": {
    "api_key": "4faeaf752ee40a0f", "applications": {"b0126f995ac848159d": {"environment":
     "integration"}}}}}})";

/// Has the catalogue that its zip says.
class rich_shop : public shop {
 public:
  rich_shop() : shop({.configuration = configuration}) {
    server.stop();
    process import(
        {.program = footfall_binary,
         .arguments = {
             "import-items", "--customer", "shop", "--config", server.configuration_file().string(),
             "--data-dir", server.data_directory().string(),
             std::string(source_directory) + "/tests/end_to_end/catalog_full_documents_2018_06_21.zip"}});
    const auto end = import.wait_for_end(std::chrono::seconds(60));
    if (!end || end->status != 0) throw std::runtime_error(import.standard_error());
    start_again();
  }

  json page(std::string_view target) {
    auto answer = recommend(target);
    EXPECT_EQ(answer.at("status"), "ok") << target << answer;
    return answer;
  }

  /// A page of the shop, or of its integration environment.
  json page_of(const std::string& session, const std::string& user, const std::string& rest,
               bool staging = false) {
    return page(std::string(page_path) +
                (staging ? "apiKey=4faeaf752ee40a0f&apiClientKey=b0126f995ac848159d"
                         : "apiKey=d4ff21d55a1368fc&apiClientKey=42f5962fe3ed493e") +
                "&sessionId=" + session + "&userId=" + user + "&placements=" + rest);
  }
};

std::vector<std::string> ids_of(const json& products, const char* member) {
  std::vector<std::string> ids;
  for (const auto& each : products) ids.push_back(each.at(member));
  return ids;
}

// What the example calls begin with.
const std::string example =
    "/rrserver/api/rrPlatform/recsForPlacements?apiKey=d4ff21d55a1368fc&apiClientKey=42f5962fe3ed493e"
    "&userId=12345&sessionId=827ccb0eea8a706c4c34a16891f84e7b&placements=";

constexpr struct {
  const char* rest;
  std::size_t placements = 1;
} examples[] = {
    {"add_to_cart_page.atc_page_rr1_test&atcid=CON-NC4P-15454W2K%7CD1H79AV"},
    {"cart_page.rr_warranties&productId=WHYM-F-CP23-N"},
    {"brand_page.rr1_test&fpb=Lenovo"},
    {"category_page.rr1%7Ccategory_page.rr2&categoryId=C-JF", 2},
    {"error_page.rr1"},
    {"generic_page.rr1_test"},
    {"item_page.rr_recommended_qa&productId=E7W53A%230D1&chi=C-CC"},
    {"personal_page.rr1"},
    {"purchase_complete_page.rr1&productId=4XB0G88733&o=300242352342&q=1&pp=228.99&ppc=22899"},
    {"search_page.rr1%7Csearch_page.rr2&searchTerm=Lenovo", 2},
};

/// The product of the document's sample without its links. The sample has a range of another price than its
/// price.
json product_of_the_sample() {
  auto product = json::parse(R"json({
    "regionPriceDescription": "", "salePriceRangeCents": [1, 1], "rating": 3.884, "numReviews": 0,
    "priceRangeCents": [6900, 6900],
    "categoryIds": ["Electronics", "Electronics.Computers", "Electronics.Computers.Tablet PCs"],
    "salePriceCents": 1, "regionalProductSku": "22127002",
    "name": "\"Nextbook 7\\\" Tablet with 8GB Memory with Google Mobile Services\"", "genre": "default",
    "isRecommendable": true, "priceCents": 6900,
    "attributes": {"MktplcInd": ["W"], "Clearance": ["N"], "97CentShipping": ["N"], "Rollback": ["N"],
      "Online": ["Y"], "ListPrice": ["79"], "AddToCart": ["Y"], "IsReducedPrice": ["N"], "IsSubmap": ["N"],
      "S2S": ["Y"]},
    "id": "22127002",
    "categories": [
      {"hasChildren": false, "name": "Electronics", "childCategories": [], "ancestorCategories": [],
       "id": "Electronics", "isActive": false},
      {"hasChildren": false, "name": "Computers", "childCategories": [], "ancestorCategories": [],
       "id": "Electronics.Computers", "isActive": false},
      {"hasChildren": false, "name": "Tablet PCs", "childCategories": [], "ancestorCategories": [],
       "id": "Electronics.Computers.Tablet PCs", "isActive": false}],
    "productURL": "http://labs.richrelevance.com/storre/catalog/product/view/sku/22127002",
    "brand": "Nextbook"})json");
  product["imageURL"] =
      "http://labs.richrelevance.com/storre/media/catalog/product/n/e/nextbook-7quot-tablet-with-8gb-memory"
      "-with-google-mobile-services-73fbdb1640b18e99695aa87c7da712f5.jpg";
  return product;
}

void expect_documented_fields(const http_response& answer) {
  const std::pair<const char*, const char*> documented[] = {
      {"Set-Cookie", "m=1;Path=/"},
      {"Expires", "Thu, 01 Jan 1970 00:00:00 GMT"},
      {"Content-Type", "application/json;charset=utf-8"},
      {"Vary", "Accept-Encoding"},
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Allow-Methods", "GET, OPTIONS, POST"},
      {"Access-Control-Allow-Credentials", "true"},
      {"Access-Control-Allow-Headers",
       "Content-Type, Access-Control-Request-Method, Access-Control-Request-Headers, Authorization, "
       "X-Requested-With"}};
  for (const auto& [name, value] : documented) EXPECT_EQ(answer.field(name), value) << name;
  EXPECT_EQ(answer.field("Content-Length"), std::to_string(answer.body.size()));
  EXPECT_TRUE(answer.field("Date"));
}

TEST(richrelevance, examples_of_the_document_and_its_sample_are_answered_from_the_shops_feed) {
  rich_shop site;
  for (const auto& each : examples)
    EXPECT_EQ(site.page(example + each.rest).at("placements").size(), each.placements) << each.rest;
  // The tablet is what is bought, and everybody else has bought it.
  for (const std::string user : {"anna", "berta", "carl"})
    site.page_of(user, user, "purchase_complete_page&productId=22127002&q=1&ppc=1&o=" + user);
  site.build_models("shop");
  // Imports write names of attributes in lower case: a page that names them has them as it names them.
  const auto answer = site.visitor().get(
      "/rrserver/api/rrPlatform/recsForPlacements?apiKey=d4ff21d55a1368fc&apiClientKey=42f5962fe3ed493e"
      "&sessionId=1&placements=home_page.rr1&attributeList=MktplcInd,Clearance,97CentShipping,Rollback,"
      "Online,"
      "ListPrice,AddToCart,IsReducedPrice,IsSubmap,S2S");
  expect_documented_fields(answer);
  auto box = json::parse(answer.body).at("placements").at(0);
  auto product = box.at("recommendedProducts").at(0);
  const auto click = product.at("clickURL").get<std::string>();
  const auto tracking = product.at("clickTrackingURL").get<std::string>();
  product.erase("clickURL");
  product.erase("clickTrackingURL");
  EXPECT_EQ(product, product_of_the_sample());
  box.erase("recommendedProducts");
  EXPECT_EQ(box, json::parse(R"({"htmlElementId": "home_page_0", "placementType": "home_page", "html": "",
                                 "strategyMessage": "Shop Top Sellers", "placement": "home_page.rr1"})"));
  const std::string host = "https://recs.example";
  ASSERT_TRUE(click.starts_with(host) && tracking.starts_with(host)) << click;
  const auto led = site.visitor().get(click.substr(host.size()));
  EXPECT_EQ(led.status, 302);
  EXPECT_EQ(led.field("Location"), product.at("productURL").get<std::string>());
  EXPECT_EQ(site.visitor().get(tracking.substr(host.size())).field("Content-Type"), "image/gif");
  const auto best =
      site.page(example + "brand_page.rr1_test&fpb=Lenovo").at("placements").at(0).at("recommendedProducts");
  EXPECT_EQ(ids_of(best, "id"), std::vector<std::string>{"4XB0G88733"}) << "of the brand Lenovo";
}

TEST(richrelevance, pages_teach_what_tracking_urls_teach_and_a_session_that_logs_in_has_one_history) {
  rich_shop site;
  for (const std::string user : {"u1", "u2", "u3"}) {
    for (const std::string item : {"D1H79AV", "4XB0G88733"}) {
      site.page_of("of-" + user, user, "item_page&productId=" + item);
      site.page_of("of-" + user, user,
                   "purchase_complete_page&q=1&pp=9.90&o=" + user + item + "&productId=" + item);
      for (const std::string event : {"click", "buy"})
        site.track("/api/staging/" + event + "/" + user + "/1/" + item);
    }
  }
  const auto shown = [&site](const std::string& page, bool staging) {
    return ids_of(site.page_of("x", "x", page, staging).at("placements").at(0).at("recommendedProducts"),
                  "id");
  };
  EXPECT_EQ(shown("item_page&productId=D1H79AV", true), std::vector<std::string>{}) << "no model yet";
  site.build_models("shop");
  site.build_models("staging");
  const std::vector<std::string> other{"4XB0G88733"};
  for (const std::string scenario : {"also_clicked", "also_bought"}) {
    const auto taught = site.recommend("/api/v2/shop/y/" + scenario + ".json?contextitems=D1H79AV");
    // Behind it may stand what is like it in the catalogue.
    EXPECT_EQ(taught.at("recommendationItems").at(0).at("itemId"), other[0]) << scenario;
  }
  EXPECT_EQ(shown("item_page&productId=D1H79AV", true), other) << "taught by tracking URLs alone";

  site.page_of("s1", "", "item_page&productId=WHYM-F-CP23-N");
  site.page_of("s1", "", "add_to_cart_page&atcid=WHYM-F-CP23-N");
  site.page_of("s1", "anna", "item_page&productId=D1H79AV");
  site.page_of("s1", "anna", "home_page");
  site.track("/api/shop/click/anna/1/22127002");
  for (const bool again : {false, true}) {
    if (again) {
      site.server.stop();
      site.start_again();
      site.build_models("shop");
    }
    const auto of = [&site](const std::string& user, const std::string& kind) {
      return ids_of(
          site.recommend("/api/v2/shop/" + user + "/cross_sell.json?contextitems=" + kind).at("contextItems"),
          "itemId");
    };
    EXPECT_EQ(of("anna", "CLICK"), (std::vector<std::string>{"22127002", "D1H79AV", "WHYM-F-CP23-N"}));
    EXPECT_EQ(of("anna", "BASKET"), (std::vector<std::string>{"WHYM-F-CP23-N"}));
  }
  EXPECT_NE(site.admin().get("/metrics").body.find("footfall_user_links{customer=\"shop\"} 1"),
            std::string::npos);
}

}  // namespace
}  // namespace footfall::test
