// The document of the older recommendation API on the real server: its requests word for word, its answers
// field by field, and what it says of submodels, categories, response codes and caching.
#include "end_to_end/shop.hpp"

#include "footfall/text/time.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <regex>

namespace footfall::test {
namespace {

using nlohmann::json;

const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
const http_fields license_of_other{{"Authorization", "Basic b3RoZXI6MTExMTEtMTExMS0xMTExLTExMTExLTExMTE="}};

constexpr auto configuration = R"({"customers": {
  "00000": {
    "license_key": "67890-1234-5678-90123-4567", "choose_weights": false,
    "models": [{"id": "by_attribute", "type": "POPULARITY_LONG_BUY", "submodels": [
      {"key": "color", "groups": [{"values": ["red"]}, {"values": ["blue"]}]},
      {"key": "price", "intervals": [{"from": 0, "to": 50}, {"from": 50, "to": 100}]}]}],
    "scenarios": [
      {"id": "productpage", "input_type": 2, "output_types": [2],
       "stages": [{"models": ["also_clicked"]}, {"models": ["top_bought"]}]},
      {"id": "attributes", "output_types": [2],
       "stages": [{"models": [{"model": "by_attribute", "data": "submodels"}]}]},
      {"id": "only_related", "stages": [{"models": ["also_clicked"]}]},
      {"id": "switched_off", "enabled": false, "stages": [{"models": ["top_clicked"]}]}]},
  "other": {"license_key": "11111-1111-1111-11111-1111"},
  "closed": {"license_key": "22222-2222-2222-22222-2222", "recommendation_authentication": true}}})";

std::string item(int id, const std::string& categories, const std::string& attributes = {},
                 int price = 1000) {
  return "<item id=\"" + std::to_string(id) + "\" type=\"2\"><price currency=\"EUR\">" +
         std::to_string(price) + "</price><categorypaths>" + categories + "</categorypaths><attributes>" +
         attributes + "</attributes></item>";
}
std::string in(const std::string& path) { return "<categorypath>" + path + "</categorypath>"; }
std::string coloured(const std::string& name) { return R"(<attribute key="color" value=")" + name + "\"/>"; }

/// Product 1399 was clicked with product 123, product 4711 is bought, and there is an article about football
/// in the USA.
struct documented_shop : shop {
  static constexpr int football = 1007640000;

  documented_shop() : shop({.configuration = configuration}) {
    const auto send = [&](const std::string& event, int users, int product) {
      for (int user = 0; user < users; ++user)
        track("/ebl/0000/" + event + "/" + event + std::to_string(user) + "/2/" + std::to_string(product));
    };
    send("click", 3, 123);
    send("click", 3, 1399);
    send("click", 2, football);
    send("buy", 3, 4711);
    send("buy", 2, 815);
    const auto told =
        visitor().request("POST", "/ebl/0000/item",
                          "<items version=\"1\">" + item(123, in("/Camera/Compact")) +
                              item(1399, in("/09/0901/090113") + in("/Sale")) +
                              item(4711, in("/Camera/Compact"), coloured("red"), 4999) +
                              item(815, in("/Tripods"), coloured("blue"), 7500) +
                              item(football, in("/Sport/Football") + in("/America/USA")) + "</items>",
                          license);
    if (told.status != 202) throw std::runtime_error(told.body);
    build_models();
  }

  json ask(const std::string& target) {
    const auto answer = visitor().get(target);
    EXPECT_EQ(answer.status, 200) << target << answer.body;
    return json::parse(answer.body).at("recommendationResponseList");
  }
  std::vector<int> ids(const std::string& target) {
    std::vector<int> found;
    for (const auto& each : ask(target)) found.push_back(each.at("itemId"));
    return found;
  }
};

using id_list = std::vector<int>;

// "It fetches 8 recommendations for user Smith, who is watching the item 123 and the category /Camera/Compact
// from the scenario with the identifier productpage."
const std::string sample = "?contextitems=123&categorypath=%2FCamera%2FCompact&numrecs=8";
const std::string sample_page = "/ebl/0000/smith/productpage";

TEST(older_documents, the_sample_request_has_the_sample_answer_in_json) {
  documented_shop site;
  const auto answer = site.visitor().get(sample_page + ".json" + sample);
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.field("Content-Type"), "application/json; charset=utf-8");
  auto body = json::parse(answer.body);
  auto& list = body.at("recommendationResponseList");
  ASSERT_EQ(list.size(), 3U) << list;
  for (std::size_t place = 1; place < list.size(); ++place)
    EXPECT_LE(list[place].at("relevance"), list[place - 1].at("relevance")) << list;
  list.erase(1);  // the football article, of which the sample does not know
  for (auto& each : list) {
    EXPECT_TRUE(each.at("relevance").is_number_unsigned());
    each.erase("relevance");
  }
  EXPECT_EQ(body, json::parse(R"json({"recommendationResponseList": [
      {"reason": "CF_I2I (context: ITEMS(s))", "itemType": 2, "itemId": 1399},
      {"reason": "POPULARITY_SHORT_BUY (context: ITEMS(s))", "itemType": 2, "itemId": 4711}]})json"));
}

TEST(older_documents, jsonp_calls_the_function_or_method_that_is_named_and_else_that_of_the_document) {
  documented_shop site;
  const auto body = site.visitor().get(sample_page + ".json" + sample).body;
  for (const auto& [parameter, function] :
       {std::pair("", "jsonpCallback"), std::pair("&jsonpcallback=callme", "callme"),
        std::pair("&jsonpcallback=obj.callme", "obj.callme"),
        std::pair("&jsonpcallback=", "jsonpCallback")}) {
    const auto answer = site.visitor().get(sample_page + ".jsonp" + sample + parameter);
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.field("Content-Type"), "application/javascript; charset=utf-8");
    EXPECT_EQ(answer.body, std::string(function) + "(" + body + ")");
  }
  EXPECT_EQ(site.visitor().get(sample_page + ".jsonp" + sample + "&jsonpcallback=alert(1)//").status, 400);
}

TEST(older_documents, xml_has_the_elements_of_the_document_in_their_order) {
  documented_shop site;
  const auto answer = site.visitor().get(sample_page + ".xml" + sample + "&attribute=title");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Content-Type"), "text/xml; charset=utf-8");
  const auto recommendation = [](const char* id, const char* reason) {
    return "<recommendation><itemId>" + std::string(id) + "</itemId><reason>" + reason +
           R"( \(context: ITEMS\(s\)\)</reason><relevance>\d+</relevance>)"
           "<itemType>2</itemType></recommendation>";
  };
  const std::regex expected(R"re(<\?xml version="1.0" encoding="UTF-8"\?><list>)re" +
                            recommendation("1399", "CF_I2I") + recommendation("1007640000", "CF_I2I") +
                            recommendation("4711", "POPULARITY_SHORT_BUY") + "</list>");
  EXPECT_TRUE(std::regex_match(answer.body, expected)) << answer.body;
}

TEST(older_documents, attributes_ask_for_submodels) {
  documented_shop site;
  const std::string box = "/ebl/0000/smith/attributes.json";
  EXPECT_EQ(site.ids(box), (id_list{4711, 815}));
  EXPECT_EQ(site.ids(box + "?color=blue"), id_list{815});
  EXPECT_EQ(site.ids(box + "?price=49.99"), id_list{4711});
  EXPECT_EQ(site.ids(box + "?color=red&price=75"), id_list{}) << "there can be multiple pairs";
  EXPECT_EQ(site.ids(box + "?Color=blue"), (id_list{4711, 815})) << "attributes have their case";
}

TEST(older_documents, the_closest_category_opens_the_better_template) {
  documented_shop site;
  const auto category_of_article = [&](const std::string& path) -> json {
    for (const auto& each : site.ask(sample_page + ".json?contextitems=123&recommendCategory=true" + path))
      if (each.at("itemId") == documented_shop::football) return each.value("category", json());
    return "the article is not there";
  };
  EXPECT_EQ(category_of_article("&categorypath=%2FSport%2FCricket"), "Sport/Football");
  EXPECT_EQ(category_of_article("&categorypath=%2FAmerica%2FCanada"), "America/USA");
  EXPECT_EQ(category_of_article("&categorypath=%2FPolitics"), json()) << "no better one is found";
  const auto items =
      site.ask(sample_page + ".json?contextitems=123&recommendCategory=true&categorypath=09%2F0901");
  EXPECT_EQ(items.at(0).at("category"), "09/0901/090113");
}

TEST(older_documents, categories_of_context_items_are_base_categories_where_that_is_asked_for) {
  documented_shop site;
  const auto with = [&](const char* more) {
    return site.ids("/ebl/0000/smith/productpage.json?contextitems=123" + std::string(more));
  };
  EXPECT_EQ(with(""), (id_list{1399, documented_shop::football, 4711, 815}));
  EXPECT_EQ(with("&usecontextcategorypath=false"), with(""));
  EXPECT_EQ(with("&usecontextcategorypath=true"), (id_list{1399, documented_shop::football, 4711}));
}

TEST(older_documents, the_deprecated_item_and_several_categories_are_understood) {
  documented_shop site;
  const std::string page = sample_page + ".json?numrecs=8&categorypath=%2FCamera%2FCompact";
  EXPECT_EQ(site.ask(page + "&itemid=123"), site.ask(page + "&contextitems=123"));
  EXPECT_EQ(site.ids(page + "&contextitems=123&categorypath=Tripods"),
            (id_list{1399, documented_shop::football, 4711, 815}));
  EXPECT_EQ(site.ids(page + "&contextitems=123&outputtypeid=2").size(), 3U);
}

TEST(older_documents, response_codes_are_those_of_the_table_with_a_message_for_people_and_no_caching) {
  documented_shop site;
  const struct {
    std::string target;
    int status;
    std::string_view says;
    http_fields fields{};
  } cases[] = {
      {sample_page + ".json?numrecs=0", 400, "numrecs: 0 is outside 1..50"},
      {sample_page + ".json?contextitems=camera", 400, "contextitems"},
      {sample_page + ".json?outputtypeid=7", 400, "outputtypeid"},
      {sample_page + ".json?recommendCategory=perhaps", 400, "perhaps"},
      {sample_page + ".json?categorypath=%5CCamera", 400, "backslash"},
      {sample_page + ".json?categorypath=%2", 400, "percent-encoding"},
      {sample_page + ".json?x=" + std::string(9000, 'y'), 414, ""},
      {"/ebl/closed/smith/productpage.json", 401, ""},
      {"/ebl/closed/smith/productpage.json", 403, "", license_of_other},
      {"/ebl/4711/smith/productpage.json", 404, "4711"},
      {"/ebl/0000/smith/nopage.json", 404, "nopage"},
      {"/ebl/0000/smith/switched_off.json", 404, "switched_off"},
      {"/ebl/0000/smith/only_related.json", 409, ""},
  };
  for (const auto& each : cases)
    for (const auto* extension : {".json", ".jsonp", ".xml"}) {
      auto target = each.target;
      target.replace(target.find(".json"), 5, extension);
      const auto answer = site.server.client().get(target, each.fields);
      EXPECT_EQ(answer.status, each.status) << target.substr(0, 200) << answer.body;
      EXPECT_FALSE(answer.body.empty());
      EXPECT_NE(answer.body.find(each.says), std::string::npos) << answer.body;
      EXPECT_FALSE(answer.field("Expires") || answer.field("Last-Modified")) << target.substr(0, 200);
      if (each.status == 401) {
        EXPECT_TRUE(answer.field("WWW-Authenticate"));
      }
    }
}

TEST(older_documents, an_error_of_an_address_of_xml_is_xml) {
  documented_shop site;
  const auto answer = site.visitor().get("/ebl/0000/smith/no%3Cpage.xml");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.field("Content-Type"), "text/xml; charset=utf-8");
  EXPECT_EQ(answer.body, R"(<?xml version="1.0" encoding="UTF-8"?><fault><code>unknown_scenario</code>)"
                         R"(<message>scenario: no&lt;page is unknown</message></fault>)");
}

/// Asks until what has just happened lies in another second than the answer, which can be cached from then
/// on.
http_response answer_that_stays(shop& site, const std::string& target) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline) {
    auto answer = site.visitor().get(target);
    const auto date = answer.field("Last-Modified").value_or("");
    if (site.visitor().get(target, {{"If-Modified-Since", date}}).status == 304) return answer;
  }
  return {};
}

TEST(older_documents, answers_of_every_form_can_be_cached) {
  documented_shop site;
  for (const auto* extension : {".json", ".jsonp", ".xml"}) {
    const auto target = sample_page + extension + sample;
    const auto long_ago = "Sat, 29 Oct 2013 19:43:31 GMT";
    EXPECT_EQ(site.visitor().get(target, {{"If-Modified-Since", long_ago}}).status, 200);
    const auto first = answer_that_stays(site, target);
    ASSERT_EQ(first.status, 200);
    const auto modified = text::read_http_date(first.field("Last-Modified").value_or(""));
    const auto expires = text::read_http_date(first.field("Expires").value_or(""));
    const auto now = text::read_http_date(first.field("Date").value_or(""));
    ASSERT_TRUE(modified && expires && now) << target;
    EXPECT_LT(*modified, *now + 1);
    constexpr std::int64_t minute_ms = 60'000;
    EXPECT_GE(*expires - *now, 5 * minute_ms - 1000);
    EXPECT_LE(*expires - *now, 24 * 60 * minute_ms + 1000);
    // Weekdays are wrong in all dates of the document.
    auto wrong_day = *first.field("Last-Modified");
    wrong_day.replace(0, 3, wrong_day.starts_with("Tue") ? "Wed" : "Tue");
    for (const auto& since : {*first.field("Last-Modified"), wrong_day}) {
      const auto again = site.visitor().get(target, {{"If-Modified-Since", since}});
      EXPECT_EQ(again.status, 304) << target << since;
      EXPECT_TRUE(again.body.empty());
      EXPECT_EQ(again.field("Last-Modified"), first.field("Last-Modified"));
      EXPECT_TRUE(again.field("Expires"));
    }
    EXPECT_EQ(site.visitor().get(target, {{"If-Modified-Since", "yesterday"}}).status, 200);
  }
}

}  // namespace
}  // namespace footfall::test
