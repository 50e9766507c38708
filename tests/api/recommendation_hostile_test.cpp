// Whatever strangers ask of recommendations, and customers of what they edit: each is answered with a status
// that says whose fault it is, in a body that is what its type says, and the next request is answered as
// before.
#include "footfall/settings/read_settings.hpp"
#include "footfall/text/utf8.hpp"
#include "test_shop.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <array>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {
namespace {

using nlohmann::json;

const fields licence{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};

// Models and scenarios that read everything that a request can name.
constexpr auto configuration = R"({"customers": {"00000": {
  "license_key": "67890-1234-5678-90123-4567", "dynamic_submodels": true, "alphanumeric_items": true,
  "time_slots": [{"from": "00:00", "to": "24:00"}],
  "models": [
    {"id": "parts", "type": "POPULARITY_LONG_CLICK", "user_attributes": ["country"],
     "submodels": [{"key": "color", "groups": [{"values": ["lime"]}]},
                   {"key": "price", "intervals": [{"from": 0, "to": 50}]}],
     "segment_groups": [{"id": "gold", "parts": [{"segments": ["7", "11"]}]}]},
    {"id": "company", "type": "B2B_LAST_CLICK"},
    {"id": "span", "type": "CF_I2I_UPHEAVAL_CLICK_CLICK"}],
  "scenarios": [
    {"id": "parts", "stages": [{"models": [{"model": "parts", "data": "submodels"}], "category": "same"}]},
    {"id": "segments", "stages": [{"models": [{"model": "parts", "data": "segments"}, "company"]}]},
    {"id": "all", "output_types": [1, 2],
     "stages": [{"models": [{"model": "span", "maximum_rating_age": "7d"}], "category": "main"},
                {"models": ["also_clicked"]},
                {"models": ["top_clicked"], "category": "above"}],
     "filters": {"already_purchased": true, "repeated_shows": 1, "top_sellers": 1, "maximum_item_age": "1d",
                 "minimum_price": 1, "cheaper_than_context": true, "variants_of_context": true,
                 "one_variant": true, "same_brand": true, "same_category": true, "category_of_context": true,
                 "excluded_categories": ["A/B"]},
     "boosts": [{"by": "sale"}, {"by": "user", "attribute": "color", "user_attribute": "favourite"}]}]}}})";

constexpr std::array names{"numrecs",
                           "contextitems",
                           "itemid",
                           "outputtypeid",
                           "crosscontenttype",
                           "categorypath",
                           "attribute",
                           "recommendCategory",
                           "segments",
                           "userattribute",
                           "usetimeslot",
                           "lang",
                           "deadline_ms",
                           "explain",
                           "callback",
                           "color",
                           "price",
                           "price-range",
                           "*color",
                           "*",
                           "-range",
                           "color-range",
                           "*price-range",
                           "q",
                           "item",
                           "vendor",
                           "itemtype",
                           "scenario",
                           "country",
                           "__proto__",
                           "%F0%9F%98%80",
                           "a%0D%0AX-Evil:1",
                           "usecontextcategorypath"};
constexpr std::array values{"",
                            "0",
                            "-1",
                            "1",
                            "1.5",
                            "NaN",
                            "inf",
                            "1e999",
                            "0x10",
                            "99999999999999999999",
                            "2147483648",
                            ",,,",
                            "1,1",
                            "true",
                            "maybe",
                            "[]",
                            "{}",
                            "5:1",
                            "1:2",
                            "nan:inf",
                            "-inf:inf",
                            ":",
                            "1:",
                            "%FF",
                            "%00",
                            "%C3",
                            "%2",
                            "%5C",
                            "%2F%2F%2F",
                            "%0D%0AX-Evil:1",
                            "%EF%BF%BF",
                            "%ED%A0%80",
                            "%F0%9F%98%80",
                            "CLICK,BUY,OWNS,RATED,BASKET,CONSUME",
                            "lime,red",
                            "DE",
                            "7,11",
                            "popular",
                            "a.b[0]",
                            "alert(1)",
                            "<b>",
                            "title,price,color,images,validfrom",
                            "2147483647"};
constexpr std::array scenarios{"popular", "cross_sell", "personalized", "parts", "segments",     "all",
                               "bundle",  "buy_again",  "none",         "%FF",   "%F0%9F%98%80", "a.b",
                               ".."};
constexpr std::array endings{".json", ".jsonp", ".xml", ".ebljs", "", ".", ".JSON", ".json.json"};
constexpr std::array users{"anna", "nobody", "null", "%00", "%FF", "%F0%9F%98%80", "a%2Fb", "%20"};

class hostile_recommendations : public testing::Test {
 protected:
  hostile_recommendations() {
    for (const auto* what :
         {"click/anna/1/1?categorypath=A%2FB&segments=7,11", "click/anna/1/2", "click/bert/1/1",
          "buy/anna/1/3", "click/bert/2/tea%20pot?categorypath=C", "rendered/anna/1/1,2"})
      EXPECT_EQ(shop.get("/api/00000/" + std::string(what)).status, 200);
    static_cast<void>(shop.events());
    EXPECT_TRUE(shop.builder.run_once());
    before = shop.get(usual).body;
  }

  template <class List>
  std::string any_of(const List& list) {
    return std::string(list.at(random() % list.size()));
  }

  std::string draw_query() {
    std::string query;
    for (auto count = random() % 12; count > 0; --count) {
      auto value = any_of(values);
      if (random() % 10 == 0)
        for (int times = 0; times < 7; ++times) value += ',' + value;
      query += (query.empty() ? '?' : '&') + any_of(names) + '=' + value;
    }
    return query;
  }

  void expect_an_honest_answer(const http::response& answer, const std::string& to) {
    EXPECT_LT(answer.status, 500) << to << answer.body;
    EXPECT_EQ(text::find_bad_utf8(answer.body), std::string::npos) << to;
    if (answer.content_type.find("json") != std::string::npos && !answer.body.empty()) {
      EXPECT_TRUE(json::accept(answer.body)) << to << answer.body;
    }
    if (answer.status >= 400) {
      EXPECT_FALSE(answer.body.empty()) << to;
    }
  }

  static constexpr auto usual = "/api/00000/nobody/popular.json";
  std::mt19937 random{7};
  test_shop shop{settings::read_settings(configuration)->customers.at(0)};
  std::string before;
};

TEST_F(hostile_recommendations, random_parameters_are_answered_or_refused) {
  for (int round = 0; round < 3000; ++round) {
    const auto page = any_of(users) + '/' + any_of(scenarios) + any_of(endings);
    const std::array targets{"/api/v2/00000/" + page, "/api/00000/" + page,
                             "/api/recommendation/00000/" + page,
                             std::string("/api/v4/search/00000/get_suggestions.jsonp")};
    const auto target = any_of(targets) + draw_query();
    expect_an_honest_answer(shop.send(http::method::get, target, "", licence), target);
  }
  EXPECT_EQ(shop.get(usual).body, before);
}

TEST_F(hostile_recommendations, lists_without_end_are_cut_or_refused) {
  const auto repeated = [](std::string_view text, std::size_t times) {
    std::string made;
    for (std::size_t count = 0; count < times; ++count) made += text;
    return made;
  };
  for (const auto& query :
       {"contextitems=" + repeated("1,", 4000), "contextitems=" + repeated("CLICK,", 1300),
        "segments=" + repeated("7,", 4000), "userattribute=" + repeated("country,", 1000),
        "attribute=" + repeated("title,a,b,c,", 600), "color=" + repeated("lime,red,", 900),
        "categorypath=" + repeated("a/", 4000), "numrecs=" + repeated("9", 8000),
        "lang=" + repeated("x", 8000), repeated("categorypath=A&", 99), repeated("price-range=0:50&", 99),
        repeated("a=1&b=2&c=3&", 33)})
    for (const auto* page : {"/api/v2/00000/anna/parts.json?", "/api/00000/anna/all.xml?"}) {
      const auto answer = shop.get(page + query);
      expect_an_honest_answer(answer, query.substr(0, 40));
      EXPECT_TRUE(answer.status == 200 || answer.status == 409) << query.substr(0, 40) << answer.body;
    }
  EXPECT_EQ(shop.get("/api/v2/00000/anna/parts.json?" + repeated("a=1&", 10'000)).status, 400);
}

TEST_F(hostile_recommendations, lists_to_put_in_order_are_what_they_say_or_refused) {
  const auto rerank = [&](const std::string& body) {
    const auto answer = shop.post("/api/v2/00000/anna/rerank.json?attribute=title", body);
    expect_an_honest_answer(answer, body.substr(0, 60));
    return answer.status;
  };
  for (const auto& wrong :
       {std::string(), std::string("[1]"), std::string(R"({"items":1})"), std::string(R"({"items":[1.5]})"),
        std::string(R"({"items":[-1]})"), std::string(R"({"items":[null]})"),
        std::string(R"({"items":[[1]]})"), std::string("{\"items\":[\"\xFF\"]}"), std::string(60'000, '['),
        R"({"items":[)" + std::string(60'000, '{')})
    EXPECT_EQ(rerank(wrong), 400) << wrong.substr(0, 60);
  json long_list;
  for (int item = 1; item <= 1000; ++item) long_list["items"].push_back(item);
  EXPECT_EQ(rerank(long_list.dump()), 200);
  long_list["items"].push_back(1001);
  EXPECT_EQ(rerank(long_list.dump()), 400);
  EXPECT_EQ(rerank(R"({"items":["1","1",1,"tea pot","\u0000"]})"), 200);
}

// A good document of which something has become something else.
json changed(json document, std::mt19937& random) {
  static const std::vector<json> others{nullptr,
                                        true,
                                        -1,
                                        1e308,
                                        "",
                                        "x",
                                        "7d",
                                        "automatic",
                                        "\u0000",
                                        json::array(),
                                        json::object(),
                                        {1, "a"},
                                        {{"id", "box"}},
                                        "submodels",
                                        "top_clicked",
                                        std::string(3000, 'a')};
  static const std::vector<std::string> keys{"id",     "stages",    "models",  "filters", "boosts",
                                             "weight", "data",      "context", "history", "items",
                                             "groups", "submodels", "type",    "\u00e9"};
  auto* at = &document;
  while (at->is_structured() && !at->empty() && random() % 3 != 0) {
    auto element = at->begin();
    std::advance(element, static_cast<std::ptrdiff_t>(random() % at->size()));
    at = &*element;
  }
  if (at->is_object())
    (*at)[keys[random() % keys.size()]] = others[random() % others.size()];
  else
    *at = others[random() % others.size()];
  return document;
}

TEST_F(hostile_recommendations, documents_with_mistakes_are_refused_and_never_an_accident) {
  const auto plan = json::parse(R"({"id": "box", "title": "t", "output_types": [1, 2],
    "stages": [{"models": [{"model": "top_clicked", "weight": 2, "context": "item", "data": "submodels"}],
                "category": "main", "category_levels": 2}, {"models": ["also_clicked"]}],
    "filters": {"minimum_price": 5, "excluded_categories": ["A"], "already_purchased": "automatic"},
    "boosts": [{"by": "attribute", "attribute": "brand", "value": "x", "places": 3}]})");
  const auto model = json::parse(R"({"id": "mine", "type": "POPULARITY_SHORT_CLICK", "history": "30d",
    "submodels": [{"key": "color", "groups": [{"values": ["lime"]}]},
                  {"key": "price", "intervals": [{"from": 0, "to": 5}]}],
    "segment_groups": [{"id": "gold", "parts": [{"segments": ["7"], "join": "or"}]}]})");
  const std::string structure = "/api/v3/00000/structure/";
  for (int round = 0; round < 300; ++round) {
    const bool is_plan = random() % 2 == 0;
    auto document = is_plan ? plan : model;
    for (auto times = random() % 3; times < 3; ++times) document = changed(std::move(document), random);
    const auto body = document.dump();
    for (const auto* what : {"create_", "update_"}) {
      const auto answer = shop.post(structure + what + (is_plan ? "scenario" : "model"), body, licence);
      expect_an_honest_answer(answer, body);
    }
    for (const auto* part : {"update_filter_set/standard/box", "update_filter_set/profile/popular",
                             "update_submodels/mine", "update_submodels/top_clicked"}) {
      const auto some = document.empty() || !document.is_object() ? document : json(*document.begin());
      expect_an_honest_answer(shop.post(structure + part, some.dump(), licence), some.dump());
    }
    expect_an_honest_answer(shop.get("/api/v2/00000/anna/box.json?contextitems=1&color=lime"), body);
  }
  for (const auto& body :
       {std::string(60'000, '['), std::string(60'000, '{'), std::string("\xFF"), std::string()})
    for (const auto* what : {"create_scenario", "update_model", "update_filter_set/standard/popular"})
      EXPECT_EQ(shop.post(structure + what, body, licence).status, 400) << what;
}

}  // namespace
}  // namespace footfall::test
