// From tracked events to answers, through the real server.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(recommendation, an_item_has_the_form_that_clients_read) {
  shop site;
  site.track_sessions({{123, 555}, {123, 555}});
  site.build_models();
  const auto answer = site.recommend("/api/v2/00000/user%40a%2Fb/cross_sell.json?contextitems=123&numrecs=1");
  ASSERT_EQ(answer.at("recommendationItems").size(), 1U);
  const auto& item = answer.at("recommendationItems").at(0);
  EXPECT_EQ(item.at("itemId"), 555);
  EXPECT_EQ(item.at("itemType"), 1);
  EXPECT_EQ(item.at("relevance"), 1000);
  EXPECT_EQ(item.at("attributes"), nlohmann::json::array());
  EXPECT_EQ(item.at("origin").at("itemIds"), nlohmann::json::array({123}));
  EXPECT_EQ(item.at("origin").at("itemType"), 1);
  EXPECT_EQ(item.at("origin").at("source"), "REQUEST");
  const auto link = item.at("links").at("clickRecommended").get<std::string>();
  const auto host = "//127.0.0.1:" + std::to_string(site.server.port());
  const auto expected = host + "/api/00000/clickrecommended/user%40a%2Fb/1/555?scenario=cross_sell&modelid=";
  EXPECT_EQ(link.substr(0, expected.size()), expected);
  EXPECT_GT(link.size(), expected.size());
  EXPECT_NE(link.find("&requestuuid="), link.npos) << link;
  EXPECT_TRUE(item.at("links").at("rendered").get<std::string>().starts_with(host + "/api/00000/re"));
}

TEST(recommendation, the_links_of_an_answer_can_be_followed) {
  shop site;
  site.track_sessions({{123, 555}, {123, 555}});
  site.build_models();
  const auto answer =
      site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=123&categorypath=%2FA%26B");
  const auto& links = answer.at("recommendationItems").at(0).at("links");
  const auto host = "//127.0.0.1:" + std::to_string(site.server.port());
  for (const auto* name : {"clickRecommended", "rendered"}) {
    const auto link = links.at(name).get<std::string>();
    ASSERT_EQ(link.substr(0, host.size()), host);
    EXPECT_EQ(site.track(link.substr(host.size()) + "&lang=eng-GB&storeViewId=1"), 200) << link;
  }
}

TEST(recommendation, the_last_click_counts_in_the_very_next_request) {
  shop site;
  site.track_sessions({{1, 2}, {1, 2}, {3, 4}, {3, 4}});
  site.build_models();
  ASSERT_EQ(site.track("/api/00000/click/anna/1/1"), 200);
  EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED")).front(), 2);
  ASSERT_EQ(site.track("/api/00000/click/anna/1/3"), 200);
  EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED")).front(), 4);
}

TEST(recommendation, viewers_are_the_distinct_users_of_the_session_window) {
  shop site;
  for (const auto* user : {"anna", "ben", "anna"})
    site.track("/api/00000/click/" + std::string(user) + "/1/77");
  site.build_models();
  const auto answer = site.recommend("/api/v2/00000/carl/cross_sell.json?contextitems=77,99");
  EXPECT_EQ(answer.at("contextItems").at(0).at("viewers"), 2);
  EXPECT_EQ(answer.at("contextItems").at(1).at("viewers"), 0);
  EXPECT_EQ(answer.at("contextItems").at(1).at("itemId"), 99);
}

TEST(recommendation, purchased_items_are_left_out_of_purchase_recommendations) {
  shop site;
  for (int buyer = 0; buyer < 3; ++buyer) {
    for (const auto* item : {"1", "2", "3"})
      site.track("/api/00000/buy/buyer" + std::to_string(buyer) + "/1/" + item);
  }
  site.track("/api/00000/buy/anna/1/2");
  site.build_models();
  const auto others = item_ids(site.recommend("/api/v2/00000/ben/also_bought.json?contextitems=1"));
  const auto hers = item_ids(site.recommend("/api/v2/00000/anna/also_bought.json?contextitems=1"));
  EXPECT_NE(std::find(others.begin(), others.end(), 2), others.end());
  EXPECT_EQ(std::find(hers.begin(), hers.end(), 2), hers.end());
}

TEST(recommendation, relevance_falls_and_ties_are_broken_the_same_way_every_time) {
  shop site;
  site.track_sessions({{1, 2, 3}, {2, 3, 1}, {9, 8}, {7, 6}, {5, 4}});
  site.build_models();
  const auto first = site.visitor().get("/api/v2/00000/anna/landing_page.json");
  const auto body = nlohmann::json::parse(first.body);
  std::int64_t last = 1000;
  for (const auto& item : body.at("recommendationItems")) {
    EXPECT_LE(item.at("relevance").get<std::int64_t>(), last);
    last = item.at("relevance").get<std::int64_t>();
    EXPECT_GE(last, 1);
  }
  for (int round = 0; round < 5; ++round)  // but for the links, which name the request
    EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/anna/landing_page.json")), item_ids(body));
}

struct refused_request {
  const char* target;
  int status;
  const char* says;
};

TEST(recommendation, requests_that_cannot_be_answered_say_why) {
  shop site;
  site.track_sessions({{1, 2}, {1, 2}});
  site.build_models();
  constexpr refused_request cases[] = {
      {"/api/v2/77777/anna/landing_page.json", 404, "customer: 77777"},
      {"/api/v2/00000/anna/no_such_thing.json", 404, "scenario: no_such_thing"},
      {"/api/v2/00000/anna/landing_page.xml", 400, "extension: xml"},
      {"/api/v2/00000/anna/landing_page.json?numrecs=0", 400, "numrecs: 0"},
      {"/api/v2/00000/anna/landing_page.json?numrecs=-3", 400, "numrecs: -3"},
      {"/api/v2/00000/anna/landing_page.json?numrecs=ten", 400, "numrecs: ten"},
      {"/api/v2/00000/anna/cross_sell.json?contextitems=abc", 400, "contextitems"},
      {"/api/v2/00000/anna/landing_page.json?outputtypeid=9", 400, "outputtypeid"},
      {"/api/v2/00000/anna/landing_page.jsonp?jsonpCallback=alert(1)//", 400, "jsonpCallback"},
      {"/api/v2/00000/an%5Cna/landing_page.json", 400, "backslash"},
      {"/api/v2/00000/anna", 404, ""},
  };
  for (const auto& each : cases) {
    const auto answer = site.visitor().get(each.target);
    EXPECT_EQ(answer.status, each.status) << each.target;
    EXPECT_NE(answer.body.find(each.says), std::string::npos) << each.target << ": " << answer.body;
  }
}

TEST(recommendation, an_error_of_a_json_address_is_a_fault_object) {
  shop site;
  const auto answer = site.visitor().get("/api/v2/00000/anna/no_such_thing.json");
  const auto body = nlohmann::json::parse(answer.body);
  EXPECT_EQ(body.at("faultCode"), "unknown_scenario");
  EXPECT_EQ(body.at("faultMessage"), "scenario: no_such_thing is unknown");
  EXPECT_EQ(body.at("faultDetail").at("message"), body.at("faultMessage"));
}

TEST(recommendation, without_context_or_history_a_model_that_needs_it_gives_a_conflict) {
  footfall_server_options options;
  options.configuration = R"({"customers": {"00000": {
      "models": [{"id": "pairs", "type": "CF_I2I_CLICK"}],
      "scenarios": [{"id": "only_pairs", "stages": [{"models": ["pairs"]}]}]}}})";
  shop site(options);
  site.track_sessions({{1, 2}, {1, 2}});
  site.build_models();
  EXPECT_EQ(site.visitor().get("/api/v2/00000/nobody/only_pairs.json").status, 409);
  EXPECT_EQ(site.visitor().get("/api/v2/00000/nobody/only_pairs.json?contextitems=1").status, 200);
  EXPECT_EQ(site.visitor().get("/api/v2/00000/visitor1/only_pairs.json").status, 200);
}

TEST(recommendation, more_items_than_allowed_are_clamped_and_a_missing_extension_means_json) {
  shop site;
  std::vector<std::vector<int>> sessions;
  for (int item = 1; item <= 80; ++item) sessions.push_back({item});
  site.track_sessions(sessions);
  site.build_models();
  EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/anna/landing_page?numrecs=60")).size(), 50U);
  EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/anna/landing_page")).size(), 10U);
}

TEST(recommendation, string_item_ids_are_strings_in_every_place) {
  footfall_server_options options;
  options.configuration = R"({"customers": {"00000": {"alphanumeric_items": true}}})";
  shop site(options);
  for (const auto* user : {"u1", "u2"}) {
    for (const auto* item : {"red%20shoe", "42"})
      ASSERT_EQ(site.track("/api/00000/click/" + std::string(user) + "/1/" + item), 200);
  }
  site.build_models();
  const auto answer = site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=42");
  EXPECT_EQ(answer.at("contextItems").at(0).at("itemId"), "42");
  EXPECT_EQ(answer.at("recommendationItems").at(0).at("itemId"), "red shoe");
  const auto link = answer.at("recommendationItems").at(0).at("links").at("rendered").get<std::string>();
  EXPECT_NE(link.find("/1/red%20shoe?"), std::string::npos);
}

TEST(recommendation, customers_never_see_each_others_data) {
  footfall_server_options options;
  options.configuration = R"({"customers": {"one": {}, "two": {}}})";
  shop site(options);
  site.track_sessions({{1, 2}, {1, 2}}, "one");
  site.track_sessions({{3, 4}, {3, 4}}, "two");
  site.track("/api/one/click/anna/1/1");
  site.track("/api/two/click/anna/1/3");
  site.build_models("one");
  site.build_models("two");
  EXPECT_EQ(item_ids(site.recommend("/api/v2/one/anna/landing_page.json?numrecs=50")),
            (std::vector<std::int64_t>{1, 2}));
  EXPECT_EQ(item_ids(site.recommend("/api/v2/two/anna/landing_page.json?numrecs=50")),
            (std::vector<std::int64_t>{3, 4}));
  EXPECT_EQ(item_ids(site.recommend("/api/v2/one/anna/cross_sell.json?contextitems=CLICKED")).front(), 2);
  EXPECT_EQ(item_ids(site.recommend("/api/v2/two/anna/cross_sell.json?contextitems=CLICKED")).front(), 4);
  // The item of the other customer is unknown here: nobody looks at it and nothing is near it.
  const auto foreign = site.recommend("/api/v2/one/anna/cross_sell.json?contextitems=3");
  EXPECT_EQ(foreign.at("contextItems").at(0).at("viewers"), 0);
}

}  // namespace
}  // namespace footfall::test
