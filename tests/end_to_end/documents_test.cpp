// The sample URLs of the original documents, word for word but for the host name.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace footfall::test {
namespace {

TEST(documents, tracking_urls_of_the_integration_guide_are_answered_with_a_pixel) {
  shop site;
  for (const auto* target : {"/ebl/00000/click/k3j2h4k2j3h4/1/123", "/api/00000/click/k3j2h4k2j3h4/1/123",
                             "/ebl/00000/buy/k3j2h4k2j3h4/1/123"}) {
    const auto answer = site.visitor().get(target);
    EXPECT_EQ(answer.status, 200) << target;
    EXPECT_EQ(answer.field("Content-Type"), "image/gif");
    EXPECT_EQ(answer.field("Cache-Control"), "no-store");
    EXPECT_EQ(answer.body.size(), 43U);
    EXPECT_EQ(answer.body.substr(0, 6), "GIF89a");
  }
}

/// The example walk of the tracking API's document, in its order; where its text and its URLs disagree, the
/// URLs count (protocol X43).
constexpr const char* example_walk[] = {
    "/api/00000/click/Js79009234YU7/1/123?categorypath=%2FShoes%2FChildren",
    "/api/00000/rendered/Js79009234YU7/1/128,129,155",
    "/api/00000/clickrecommended/Js79009234YU7/1/155?scenario=also_bought",
    "/api/00000/consume/Js79009234YU7/3/452",
    "/api/00000/consume/Js79009234YU7/3/452?percentage=60",
    "/api/00000/basket/Js79009234YU7/1/128",
    "/api/00000/basket/Js79009234YU7/1/129",
    "/api/00000/login/Js79009234YU7/johndoe",
    "/api/00000/buy/johndoe/1/128?quantity=1&fullprice=19.99EUR",
    "/api/00000/buy/johndoe/1/129?quantity=2&fullprice=4.44EUR",
    "/api/00000/rate/Js79009234YU7/1/133?rating=5",
};

/// Context items of an answer with their sources, as `123 CLICK`.
std::vector<std::string> profile_of(shop& site, const std::string& user) {
  const auto answer =
      site.recommend("/api/v2/00000/" + user + "/cross_sell.json?contextitems=CLICK,BASKET,BUY,RATE");
  std::vector<std::string> found;
  for (const auto& item : answer.at("contextItems")) {
    auto text = std::to_string(item.at("itemId").get<int>());
    for (const auto& source : item.at("sources")) text += " " + source.get<std::string>();
    found.push_back(text);
  }
  return found;
}

TEST(documents, the_example_walk_ends_in_the_right_profile_counters_and_recommendations) {
  shop site;
  for (const auto* target : example_walk) EXPECT_EQ(site.track(target), 200) << target;

  const auto figures = site.admin().get("/metrics").body;
  const std::pair<const char*, int> counts[] = {{"click", 1},   {"rendered", 3}, {"clickrecommended", 1},
                                                {"consume", 2}, {"basket", 2},   {"login", 1},
                                                {"buy", 2},     {"rate", 1},     {"owns", 0}};
  for (const auto& [event, count] : counts)
    EXPECT_NE(figures.find("footfall_events_total{event=\"" + std::string(event) + "\",outcome=\"stored\"} " +
                           std::to_string(count) + "\n"),
              std::string::npos)
        << event;
  EXPECT_NE(figures.find("footfall_user_links{customer=\"00000\"} 1"), std::string::npos);

  const std::vector<std::string> account{"123 CLICK", "129 BASKET BUY", "128 BASKET BUY"};
  for (const bool again : {false, true}) {
    if (again) {
      site.server.stop();
      site.start_again();
    }
    site.build_models();
    EXPECT_EQ(profile_of(site, "johndoe"), account);
    EXPECT_EQ(profile_of(site, "Js79009234YU7"), (std::vector<std::string>{"133 RATE"}));
    const auto seen =
        nlohmann::json::parse(site.admin().get("/admin/customers/00000/items/1/123").body).at("categories");
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].at("path"), "Shoes/Children");
    // Two pieces of 129 are two purchases.
    EXPECT_EQ(item_ids(site.recommend("/api/v2/00000/somebody/bestseller.json")).front(), 129);
  }
}

TEST(documents, recommendations_know_the_account_by_what_came_before_its_login) {
  shop site;
  site.track_sessions({{123, 555}, {123, 555}, {123, 555, 128}});
  for (const auto* target : example_walk) EXPECT_EQ(site.track(target), 200) << target;
  site.build_models();
  const auto also = site.recommend("/api/v2/00000/johndoe/also_clicked.json?contextitems=CLICK");
  ASSERT_FALSE(item_ids(also).empty());
  EXPECT_EQ(item_ids(also).front(), 555);
  site.track("/api/00000/blacklist/johndoe/1/555");
  const auto without = item_ids(site.recommend("/api/v2/00000/johndoe/also_clicked.json?contextitems=CLICK"));
  EXPECT_EQ(std::ranges::find(without, 555), without.end());
}

TEST(documents, lists_of_rendered_items_come_with_commas_in_any_form_and_empty) {
  shop site;
  for (const auto* target : {"/api/00000/rendered/anna/1/128%2C129", "/api/00000/render/anna/1/128,129",
                             "/api/00000/rendered/anna/1/"})
    EXPECT_EQ(site.track(target), 200) << target;
  const auto figures = site.admin().get("/metrics").body;
  EXPECT_NE(figures.find("footfall_events_total{event=\"rendered\",outcome=\"stored\"} 4"),
            std::string::npos);
}

TEST(documents, the_links_of_a_push_message_are_answered) {
  shop site;
  EXPECT_EQ(site.track("/api/00000/triggeropened/johndoe?triggername=action_trigger_ref_code"), 200);
  EXPECT_EQ(site.track("/api/00000/clicktriggered/johndoe/46/959?triggername=action_trigger_ref_code"), 200);
  EXPECT_EQ(site.track("/api/00000/triggeropened/johndoe"), 400);
}

TEST(documents, a_tracking_url_by_post_is_answered_with_204) {
  shop site;
  const auto answer = site.visitor().post("/api/00000/buy/johndoe/1/128?quantity=1&fullprice=19.99EUR", "");
  EXPECT_EQ(answer.status, 204);
  EXPECT_TRUE(answer.body.empty());
  EXPECT_FALSE(answer.field("Content-Length").has_value());
}

TEST(documents, recommendation_urls_of_the_integration_guide_are_answered) {
  shop site;
  site.track_sessions({{123, 555, 444}, {123, 555}, {444, 7}});
  site.track("/api/00000/buy/anna/1/123");
  site.build_models();

  const auto popular = site.recommend("/api/v2/00000/anna/landing_page.json");
  EXPECT_FALSE(popular.at("recommendationItems").empty());

  const auto by_history = site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=OWNS,CLICKED");
  EXPECT_EQ(by_history.at("contextItems").at(0).at("itemId"), 123);
  EXPECT_EQ(by_history.at("contextItems").at(0).at("sources"), nlohmann::json::array({"BUY"}));

  const auto by_item = site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=123");
  EXPECT_EQ(by_item.at("contextItems").at(0).at("itemId"), 123);
  EXPECT_EQ(by_item.at("contextItems").at(0).at("sources"), nlohmann::json::array({"REQUEST"}));
  EXPECT_EQ(item_ids(by_item).front(), 555);
}

TEST(documents, the_php_sample_reads_the_older_answer_with_stray_credentials) {
  shop site;
  site.track_sessions({{1, 2, 3}});
  site.build_models();
  const auto answer =
      site.visitor().get("/ebl/00000/k3j2h4k2j3h4/category_page.json",
                         {{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}});
  ASSERT_EQ(answer.status, 200);
  const auto body = nlohmann::json::parse(answer.body);
  EXPECT_EQ(body.at("recommendationResponseList").size(), 3U);
  EXPECT_TRUE(body.at("recommendationResponseList").at(0).at("itemId").is_number_integer());
}

TEST(documents, the_jsonp_sample_calls_the_given_function) {
  shop site;
  site.track_sessions({{1, 2, 3}});
  site.build_models();
  const auto answer =
      site.visitor().get("/api/v2/00000/john.doe/landing_page.jsonp?jsonpCallback=obj.callme");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(answer.field("Content-Type"), "application/javascript; charset=utf-8");
  EXPECT_EQ(answer.body.substr(0, 11), "obj.callme(");
  EXPECT_EQ(answer.body.back(), ')');
  EXPECT_TRUE(nlohmann::json::accept(answer.body.substr(11, answer.body.size() - 12)));
}

TEST(documents, solution_ids_of_all_product_generations_mean_the_same) {
  shop site;
  for (const auto* solution : {"api", "ebl", "ebl2", "ebh", "news"})
    EXPECT_EQ(site.track("/" + std::string(solution) + "/00000/click/anna/1/1"), 200) << solution;
  EXPECT_EQ(site.track("/other/00000/click/anna/1/1"), 404);
  EXPECT_EQ(site.track("/API/00000/click/anna/1/1"), 404);
}

TEST(documents, a_php_client_that_formats_the_customer_id_as_a_number_is_served) {
  shop site;
  EXPECT_EQ(site.track("/api/0/click/anna/1/1"), 200);
}

}  // namespace
}  // namespace footfall::test
