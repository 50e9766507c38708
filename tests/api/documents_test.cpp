// The documents' samples of recommendations: their requests word for word, their answers field by field.
#include "footfall/catalog/catalogue.hpp"
#include "footfall/settings/read_settings.hpp"
#include "footfall/text/time.hpp"
#include "test_shop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using nlohmann::json;

/// The shop of the samples. `detailpage` is about items of type 1, `productpage` about items of type 2.
class documented_shop : public test_shop {
 public:
  documented_shop() : test_shop(with_products_of_type_2()) {}

  static customer::customer_settings with_products_of_type_2() {
    customer::customer_settings settings;
    for (auto& each : settings.scenarios.edit())
      if (each.id == "productpage") {
        each.input_type = 2;
        each.output_types = {2};
      }
    return settings;
  }

  void track(const std::string& event, int users, const std::string& name, const std::string& item) {
    for (int user = 0; user < users; ++user)
      get("/api/00000/" + event + '/' + name + std::to_string(user) + '/' + item);
    static_cast<void>(events());
  }

  using paths = std::vector<catalog::category_path>;
  void tell(std::uint32_t type, std::uint32_t id, const paths& categories, const std::string& title = {}) {
    catalog::catalogue_editor editor(owner->catalogue.load());
    catalog::item told;
    told.title = title;
    told.categories = categories;
    editor.put(*owner->items.find({type, id, {}}), told);
    owner->catalogue.publish(editor.finish());
  }

  json ask(const std::string& target) {
    const auto answer = get(target);
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    return json::parse(answer.body);
  }
};

void expect_falling_relevance(const json& items) {
  for (std::size_t place = 1; place < items.size(); ++place)
    EXPECT_LT(items[place].at("relevance"), items[place - 1].at("relevance"));
}

TEST(documents, the_answer_of_version_2_is_that_of_the_sample) {
  documented_shop shop;
  shop.track("click", 134, "u", "1/10");
  shop.track("click", 79, "u", "1/11");
  shop.track("click", 50, "u", "1/100175717");
  shop.track("click", 20, "u", "1/100172819");
  ASSERT_TRUE(shop.builder.run_once());
  shop.tell(1, 100175717, {{"Women", "Shirts"}, {"Sale"}}, "French Cuff Cotton Twill Oxford");
  auto answer = shop.ask(
      "/api/v2/00000/someuser/detailpage.json?contextitems=10,11&categorypath=%2FWomen&recommendCategory=true"
      "&attribute=title&numrecs=2");
  // `sources` is an array, as real answers have it.
  EXPECT_EQ(answer.at("contextItems"), json::parse(R"([
      {"viewers": 134, "itemType": 1, "itemId": 10, "sources": ["REQUEST"]},
      {"viewers": 79, "itemType": 1, "itemId": 11, "sources": ["REQUEST"]}])"));
  auto& items = answer.at("recommendationItems");
  ASSERT_EQ(items.size(), 2U);
  expect_falling_relevance(items);
  const std::string host = "//event.example/api/00000/";
  for (auto& item : items) {
    const auto end = "/someuser/1/" + item.at("itemId").dump() + R"(\?scenario=detailpage&modelid=\w+&.*)";
    const auto& links = item.at("links");
    for (const auto& [link, event] :
         {std::pair("clickRecommended", "clickrecommended"), std::pair("rendered", "rendered")})
      EXPECT_TRUE(std::regex_match(links.at(link).get<std::string>(), std::regex(host + event + end)))
          << links;
    item.erase("relevance");
    item.erase("links");
  }
  EXPECT_EQ(items, json::parse(R"([
      {"itemType": 1, "itemId": 100175717,
       "origin": {"itemIds": [10, 11], "itemType": 1, "source": "REQUEST"}, "category": "Women/Shirts",
       "attributes": [{"key": "title", "values": ["French Cuff Cotton Twill Oxford"],
                       "value": ["French Cuff Cotton Twill Oxford"]}]},
      {"itemType": 1, "itemId": 100172819,
       "origin": {"itemIds": [10, 11], "itemType": 1, "source": "REQUEST"},
       "attributes": [{"key": "title", "values": [], "value": []}]}])"));
}

TEST(documents, the_answer_of_the_integration_guide_is_that_of_the_sample) {
  documented_shop shop;
  shop.track("click", 3, "u", "1/123");
  shop.track("click", 3, "u", "1/555");
  shop.track("click", 2, "u", "1/444");
  ASSERT_TRUE(shop.builder.run_once());
  shop.time.advance_ms(3'600'000);
  const auto answer = shop.ask("/api/v2/00000/user/cross_sell.json?contextitems=123");
  EXPECT_EQ(answer.at("contextItems"),
            json::parse(R"([{"itemId": 123, "itemType": 1, "sources": ["REQUEST"], "viewers": 0}])"));
  const auto& items = answer.at("recommendationItems");
  ASSERT_EQ(items.size(), 2U);
  expect_falling_relevance(items);
  for (const auto& [place, id] : {std::pair(std::size_t{0}, "555"), std::pair(std::size_t{1}, "444")}) {
    EXPECT_EQ(items.at(place).at("itemId").dump(), id);
    EXPECT_EQ(items.at(place).at("itemType"), 1);
    const std::string begin = std::string("/user/1/") + id + "?scenario=cross_sell&modelid=";
    const auto& links = items.at(place).at("links");
    EXPECT_TRUE(links.at("clickRecommended")
                    .get<std::string>()
                    .starts_with("//event.example/api/00000/clickrecommended" + begin));
    EXPECT_TRUE(
        links.at("rendered").get<std::string>().starts_with("//event.example/api/00000/rendered" + begin));
  }
}

TEST(documents, the_request_of_version_2_is_about_its_item_and_its_category) {
  documented_shop shop;
  for (const auto* item : {"1/123", "1/1", "1/2"}) shop.track("click", 3, "u", item);
  for (const auto* item : {"1/3", "1/4"}) shop.track("click", 5, "v", item);
  ASSERT_TRUE(shop.builder.run_once());
  shop.tell(1, 3, {{"Camera", "Compact"}});
  shop.tell(1, 4, {{"Tripods"}});
  // Without `v2` the answer has the older form, in which there are no attributes.
  const auto answer = shop.ask(
      "/ebl/0000/john.doe/"
      "detailpage.json?contextitems=123&categorypath=%2FCamera%2FCompact&attribute=title&attribute=deeplink,"
      "description&numrecs=8");
  std::vector<int> found;
  for (const auto& each : answer.at("recommendationResponseList")) found.push_back(each.at("itemId"));
  std::ranges::sort(found);
  EXPECT_EQ(found, (std::vector<int>{1, 2, 3}));  // with the item, and what is popular in the category
}

/// What goes with product 123, and what is bought of its category.
class older_sample : public testing::Test {
 protected:
  older_sample() {
    for (const auto* item : {"2/123", "2/1399"}) shop.track("click", 3, "u", item);
    shop.track("buy", 3, "w", "2/4711");
    EXPECT_TRUE(shop.builder.run_once());
    shop.tell(2, 4711, {{"Camera", "Compact"}});
    shop.tell(2, 1399, {{"09", "0901", "090113"}, {"Sale"}});
  }
  std::string ask(const std::string& extension, const std::string& more = "") {
    const auto answer = shop.get("/ebl/0000/Smith/productpage." + extension +
                                 "?contextitems=123&categorypath=%2FCamera%2FCompact&numrecs=8" + more);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.body;
  }

  documented_shop shop;
  const json sample = json::parse(R"json([
      {"reason": "CF_I2I (context: ITEMS(s))", "itemType": 2, "itemId": 1399},
      {"reason": "POPULARITY_SHORT_BUY (context: ITEMS(s))", "itemType": 2, "itemId": 4711}])json");
};

TEST_F(older_sample, is_the_answer_in_json_and_jsonp) {
  const auto body = ask("json");
  EXPECT_EQ(ask("jsonp"), "jsonpCallback(" + body + ")");
  auto items = json::parse(body).at("recommendationResponseList");
  expect_falling_relevance(items);
  for (auto& each : items) each.erase("relevance");
  EXPECT_EQ(items, sample);
}

TEST_F(older_sample, is_the_answer_in_xml) {
  const auto body = ask("xml");
  EXPECT_TRUE(std::regex_match(
      body,
      std::regex(R"re(<\?xml version="1.0" encoding="UTF-8"\?><list>)re"
                 R"re(<recommendation><itemId>1399</itemId><reason>CF_I2I \(context: ITEMS\(s\)\)</reason>)re"
                 R"re(<relevance>\d+</relevance><itemType>2</itemType></recommendation>)re"
                 R"re(<recommendation><itemId>4711</itemId>)re"
                 R"re(<reason>POPULARITY_SHORT_BUY \(context: ITEMS\(s\)\)</reason>)re"
                 R"re(<relevance>\d+</relevance><itemType>2</itemType></recommendation></list>)re")))
      << body;
}

TEST_F(older_sample, has_the_closest_category_where_that_is_asked_for) {
  const auto items = json::parse(ask("json", "&categorypath=09%2F0901&recommendCategory=true"))
                         .at("recommendationResponseList");
  EXPECT_EQ(items.at(0).at("itemId"), 1399);
  EXPECT_EQ(items.at(0).at("category"), "09/0901/090113");
  EXPECT_FALSE(items.at(1).contains("category"));  // it is in one category only
}

/// How long an answer may be kept, by its header fields.
std::int64_t lasts_ms(test_shop& shop, const std::string& target) {
  const auto answer = shop.get(target);
  EXPECT_EQ(answer.status, 200) << target << answer.body;
  return text::read_http_date(field_of(answer, "Expires")).value_or(0) - shop.time.wall_ms();
}

TEST(documents, answers_last_as_long_as_the_table_of_caching_says) {
  constexpr std::int64_t minute_ms = 60'000;
  auto settings = settings::read_settings(R"({"customers": {"00000": {"models": [
      {"id": "week", "type": "POPULARITY_LONG_BUY", "history": "7d"},
      {"id": "month", "type": "CF_I2I_BUY", "history": "30d", "half_life": "0s"},
      {"id": "hour", "type": "CF_I2I_CONSUME", "history": "2d", "half_life": "32h"},
      {"id": "chance", "type": "RANDOM", "shuffle": "1h"},
      {"id": "now", "type": "LAST_EVENTS_BUY"}],
    "scenarios": [
      {"id": "best_of_week", "stages": [{"models": ["week"]}]},
      {"id": "also_bought_in_a_month", "stages": [{"models": ["month"]}]},
      {"id": "also_read_in_an_hour", "stages": [{"models": ["hour"]}]},
      {"id": "anything_new", "stages": [{"models": ["chance"]}]},
      {"id": "purchased_now", "stages": [{"models": ["now"]}]}]}}})");
  ASSERT_TRUE(settings) << settings.error().detail();
  test_shop shop(settings->customers.at(0));
  for (const auto* event : {"buy", "consume", "click"})
    for (const auto* item : {"1/123", "1/124"})
      shop.get("/api/00000/" + std::string(event) + "/anna/" + item);
  static_cast<void>(shop.events());
  ASSERT_TRUE(shop.builder.run_once());
  const std::string page = "/ebl/0000/smith/";
  EXPECT_EQ(lasts_ms(shop, page + "best_of_week.json"), 24 * 60 * minute_ms);
  EXPECT_EQ(lasts_ms(shop, page + "also_bought_in_a_month.json?contextitems=123"), 24 * 60 * minute_ms);
  EXPECT_EQ(lasts_ms(shop, page + "also_read_in_an_hour.json?contextitems=123"), 30 * minute_ms);
  EXPECT_EQ(lasts_ms(shop, "/ebl/0000/anna/also_bought_in_a_month.json?contextitems=CLICK"), 5 * minute_ms);
  // Not of the table: what is shuffled every hour, and what is another list with each purchase.
  EXPECT_EQ(lasts_ms(shop, page + "anything_new.json"), 30 * minute_ms);
  EXPECT_EQ(lasts_ms(shop, page + "purchased_now.json"), 5 * minute_ms);
}

}  // namespace
}  // namespace footfall::test
