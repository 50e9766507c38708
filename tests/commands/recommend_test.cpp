// `footfall recommend`: what it asks, and what it makes of the answer.
#include "commands/recommend.hpp"

#include "support/fake_server.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

constexpr auto answer = R"({"contextItems":[],"recommendationItems":[
  {"relevance":1000,"itemType":1,"itemId":555,
   "attributes":[{"key":"title","values":["Tea pot"],"value":["Tea pot"]}]},
  {"relevance":20,"itemType":2,"itemId":"b-7","attributes":[]}]})";

constexpr auto explained = R"({"recommendationItems":[{"relevance":1000,"itemType":1,"itemId":555}],
  "explanation":{"milliseconds":0.5,"asked":10,"answered":1,"shortBecause":{"cause":"filters"},
    "filters":[{"filter":"sold_out","took":3}],
    "items":[{"stage":1,"models":[{"model":"also_clicked","share":0.75},{"model":"top_clicked","share":0.25}],
              "boosts":[{"boost":"sale","places":2}],
              "evidence":[{"contextItem":12,"title":"Lamp","together":3,"ofContext":9},
                          {"contextItem":13,"matches":["brand"]}]}]}})";

TEST(recommend_command, an_answer_is_a_line_an_item_with_its_title) {
  const auto table = commands::recommendation_table(answer);
  ASSERT_TRUE(table);
  EXPECT_NE(table->find("    1       1000      1  555                   Tea pot\n"), std::string::npos)
      << *table;
  EXPECT_NE(table->find("    2         20      2  b-7"), std::string::npos) << *table;
}

TEST(recommend_command, an_explanation_tells_stage_shares_evidence_boosts_and_filters) {
  const auto table = commands::recommendation_table(explained);
  ASSERT_TRUE(table);
  for (const auto* part : {"stage 1: also_clicked 75%, top_clicked 25%, because of 12 Lamp (3 of 9 "
                           "sessions), 13 (same brand), moved up by sale",
                           "1 of 10 in 0.5 ms, fewer because of filters", "filter sold_out took 3"})
    EXPECT_NE(table->find(part), std::string::npos) << part << "\n" << *table;
}

TEST(recommend_command, something_else_is_a_failure) {
  for (const auto* wrong : {"", "[]", "{}", R"({"recommendationItems":3})", "<html>"})
    EXPECT_FALSE(commands::recommendation_table(wrong)) << wrong;
}

TEST(recommend_command, asks_for_the_scenario_with_credentials) {
  const fake_server server({http_response_text("200 OK", answer)});
  const auto status = commands::show_recommendations({.customer = "00000",
                                                      .user = "anna b",
                                                      .scenario = "cross_sell",
                                                      .url = server.url(),
                                                      .license_key = "12-34",
                                                      .context = "12,CLICK",
                                                      .count = 3,
                                                      .explain = true});
  EXPECT_EQ(status, commands::success);
  const auto sent = server.requests();
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_TRUE(
      sent[0].starts_with("GET /api/v2/00000/anna%20b/cross_sell.json?numrecs=3&attribute=title&"
                          "contextitems=12%2CCLICK&explain=true HTTP/1.1\r\n"))
      << sent[0];
  EXPECT_NE(sent[0].find("Authorization: Basic "), std::string::npos);
}

TEST(recommend_command, takes_any_parameter_of_the_request) {
  const fake_server server({http_response_text("200 OK", answer)});
  commands::recommend_options asked{
      .customer = "00000", .user = "anna", .scenario = "popular", .url = server.url(), .license_key = "k"};
  asked.parameters = {"categorypath=/Shoes & more", "*color=lime", "price-range=10:20"};
  EXPECT_EQ(commands::show_recommendations(asked), commands::success);
  ASSERT_EQ(server.requests().size(), 1U);
  EXPECT_NE(server.requests()[0].find("&attribute=title&categorypath=%2FShoes%20%26%20more&%2Acolor=lime&"
                                      "price-range=10%3A20 HTTP/1.1"),
            std::string::npos)
      << server.requests()[0];
  for (const auto* wrong : {"lang", "=en"}) {
    asked.parameters = {wrong};
    EXPECT_EQ(commands::show_recommendations(asked), commands::usage) << wrong;
  }
}

TEST(recommend_command, an_error_of_the_server_is_one_of_the_command) {
  const fake_server server({http_response_text("404 Not Found", "scenario: box is unknown\n")});
  const auto status = commands::show_recommendations(
      {.customer = "00000", .user = "anna", .scenario = "box", .url = server.url(), .license_key = "k"});
  EXPECT_EQ(status, commands::failed);
}

}  // namespace
}  // namespace footfall::test
