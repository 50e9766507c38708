// Recommendations whose history has to come back from the archive are for a thread that may wait.
#include "api/test_shop.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

using nlohmann::json;

/// Anna clicked and has gone to the archive since, Bert clicked afterwards.
class archived_recommendations : public testing::Test {
 protected:
  archived_recommendations() {
    shop.get("/api/00000/click/anna/1/42");
    static_cast<void>(shop.events());
    shop.drop_users();
    shop.get("/api/00000/click/bert/1/42");
    static_cast<void>(shop.events());
  }

  bool is_slow(const std::string& target) { return shop.plan_for(target).where == http::work::archive; }

  const temporary_folder folder;
  test_shop shop{{}, folder.path() / "db.histories"};
};

TEST_F(archived_recommendations, only_a_recommendation_for_somebody_in_the_archive_goes_to_a_worker) {
  const struct {
    const char* target;
    bool slow;
  } cases[] = {
      {"/api/v2/00000/anna/cross_sell.json", true},
      {"/api/v2/00000/anna/cross_sell", true},
      {"/api/v2/00000/anna/cross_sell.jsonp?jsonpcallback=f", true},
      {"/api/00000/anna/cross_sell.json", true},
      {"/api/v2/00000/bert/cross_sell.json", false},
      {"/api/00000/bert/cross_sell.json", false},
      {"/api/v2/00000/stranger/cross_sell.json", false},
      {"/api/v2/99999/anna/cross_sell.json", false},
      {"/api/00000/click/anna/1/43", false},
      {"/api/00000/rendered/anna/1/43", false},
  };
  for (const auto& each : cases) EXPECT_EQ(is_slow(each.target), each.slow) << each.target;
}

TEST_F(archived_recommendations, a_history_that_has_come_back_is_read_on_the_io_thread) {
  const std::string target = "/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED";
  ASSERT_TRUE(is_slow(target));
  ASSERT_TRUE(shop.builder.run_once());
  EXPECT_EQ(shop.get(target).status, 200);
  EXPECT_FALSE(is_slow(target));
}

TEST_F(archived_recommendations, who_clicks_after_being_archived_still_has_to_be_read_back) {
  shop.get("/api/00000/click/anna/1/43");
  static_cast<void>(shop.events());
  EXPECT_TRUE(is_slow("/api/v2/00000/anna/cross_sell.json"));
}

TEST_F(archived_recommendations, an_account_waits_for_what_a_login_brings_from_the_archive) {
  shop.get("/api/00000/login/anna/bert");
  static_cast<void>(shop.events());
  EXPECT_TRUE(is_slow("/api/v2/00000/bert/cross_sell.json"));
}

TEST(recommendations, without_anybody_in_an_archive_none_waits) {
  test_shop shop;
  shop.get("/api/00000/click/anna/1/42");
  static_cast<void>(shop.events());
  EXPECT_EQ(shop.plan_for("/api/v2/00000/anna/cross_sell.json").where, http::work::at_once);
}

TEST(recommendations, what_runs_out_is_there_in_time_and_gone_with_the_next_purchase) {
  constexpr std::int64_t day_ms = 86'400'000;
  test_shop shop;
  const auto buy = [&] {
    shop.get("/api/00000/buy/anna/1/1?fullprice=1EUR");
    static_cast<void>(shop.events());
  };
  const auto reason = [&] { return json::parse(shop.get("/api/00000/anna/buy_again.json").body).dump(); };
  buy();
  shop.time.advance_ms(10 * day_ms);
  buy();
  shop.time.advance_ms(day_ms);
  ASSERT_TRUE(shop.builder.run_once());
  EXPECT_NE(reason().find("OWN_ITEMS_BUY (context"), std::string::npos) << reason();
  shop.time.advance_ms(8 * day_ms);
  EXPECT_NE(reason().find("RECURRING_BUY (context"), std::string::npos) << reason();
  buy();
  EXPECT_NE(reason().find("OWN_ITEMS_BUY (context"), std::string::npos) << reason();
}

/// Items 1..3 were clicked, 1 most; the models are built.
class served_recommendations : public testing::Test {
 protected:
  served_recommendations() {
    for (const auto* target :
         {"/api/00000/click/anna/1/1", "/api/00000/click/bert/1/1", "/api/00000/click/carl/1/1",
          "/api/00000/click/anna/1/2", "/api/00000/click/bert/1/2", "/api/00000/click/dora/1/3"})
      shop.get(target);
    static_cast<void>(shop.events());
    EXPECT_TRUE(shop.builder.run_once());
    shop.time.advance_ms(10'000);
  }

  static std::vector<int> items_of(const http::response& answer) {
    std::vector<int> items;
    const auto body = json::parse(answer.body);
    for (const auto& each : body.at("recommendationItems")) items.push_back(each.at("itemId").get<int>());
    return items;
  }
  http::response get(const std::string& target, const fields& headers) {
    return shop.send(http::method::get, target, "", headers);
  }

  test_shop shop;
  const std::string popular = "/api/v2/00000/stranger/popular.json";
  const fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
};

TEST_F(served_recommendations, short_answer_says_why_in_a_header) {
  EXPECT_EQ(field_of(shop.get(popular + "?numrecs=3"), "X-Footfall-Cause"), "");
  EXPECT_EQ(field_of(shop.get(popular + "?numrecs=4"), "X-Footfall-Cause"), "no-data");
  const auto related = shop.get("/api/v2/00000/stranger/also_clicked.json?numrecs=3&contextitems=2");
  EXPECT_EQ(field_of(related, "X-Footfall-Cause"), "filters");
}

TEST_F(served_recommendations, answer_is_cached_until_something_has_changed) {
  const auto first = shop.get(popular);
  const auto modified = field_of(first, "Last-Modified");
  EXPECT_EQ(modified, "Sat, 31 Jan 2026 12:00:01 GMT");                    // the models serve by then
  EXPECT_EQ(field_of(first, "Expires"), "Sat, 31 Jan 2026 12:22:40 GMT");  // a 64th of a day
  const auto again = get(popular, {{"If-Modified-Since", modified}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  EXPECT_EQ(field_of(again, "Last-Modified"), modified);
  // A weekday that is wrong does not matter, a date that is none is no condition.
  EXPECT_EQ(get(popular, {{"If-Modified-Since", "Mon, 31 Jan 2026 12:00:01 GMT"}}).status, 304);
  EXPECT_EQ(get(popular, {{"If-Modified-Since", "yesterday"}}).status, 200);
  EXPECT_EQ(get(popular, {{"If-Modified-Since", "Sat, 31 Jan 2026 12:00:00 GMT"}}).status, 200);
}

TEST_F(served_recommendations, not_modified_never_hides_an_event_of_the_user) {
  const std::string target = "/api/v2/00000/anna/personalized.json";
  shop.get("/api/00000/click/anna/1/3");
  static_cast<void>(shop.events());
  // In the second of an event another one may follow.
  const auto told = field_of(shop.get(target), "Last-Modified");
  shop.get("/api/00000/buy/anna/1/3");
  static_cast<void>(shop.events());
  shop.time.advance_ms(1000);
  EXPECT_EQ(get(target, {{"If-Modified-Since", told}}).status, 200);
  shop.time.advance_ms(1000);
  EXPECT_EQ(get(target, {{"If-Modified-Since", field_of(shop.get(target), "Last-Modified")}}).status, 304);
}

TEST_F(served_recommendations, a_new_catalogue_acts_in_the_next_answer_and_is_not_hidden_by_not_modified) {
  const auto first = shop.get(popular);
  EXPECT_EQ(items_of(first), (std::vector<int>{1, 2, 3}));
  const auto told = field_of(first, "Last-Modified");
  shop.time.advance_ms(1000);
  catalog::catalogue_editor editor(nullptr);
  catalog::item sold_out;
  sold_out.available = catalog::availability::out_of_stock;
  editor.put(*shop.owner->items.find({1, 2, {}}), sold_out);
  shop.owner->catalogue.publish(editor.finish(shop.time.wall_ms()));
  const auto next = get(popular, {{"If-Modified-Since", told}});
  EXPECT_EQ(next.status, 200);
  EXPECT_EQ(items_of(next), (std::vector<int>{1, 3}));
  EXPECT_EQ(field_of(next, "X-Footfall-Cause"), "filters");
  shop.time.advance_ms(2000);
  const auto modified = field_of(shop.get(popular), "Last-Modified");
  EXPECT_EQ(get(popular, {{"If-Modified-Since", modified}}).status, 304);
}

TEST_F(served_recommendations, explanation_is_for_the_customer_only) {
  const auto target = popular + "?explain=true&numrecs=5";
  EXPECT_EQ(shop.get(target).status, 401);
  const auto answer = get(target, license);
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(items_of(answer), items_of(shop.get(popular)));
  const auto why = json::parse(answer.body).at("explanation");
  EXPECT_EQ(why.at("scenario"), "popular");
  EXPECT_EQ(why.at("asked"), 5);
  EXPECT_EQ(why.at("answered"), 3);
  EXPECT_EQ(why.at("shortBecause").at("cause"), "no-data");
  EXPECT_EQ(why.at("stages").at(0).at("gave"), 3);
  EXPECT_EQ(why.at("items").at(0).at("itemId"), 1);
  EXPECT_EQ(why.at("items").at(0).at("models").at(0).at("model"), "top_clicked");
  EXPECT_EQ(why.at("items").at(0).at("models").at(0).at("share"), 1);
  EXPECT_EQ(why.at("items").at(0).at("viewers"), 3);
  EXPECT_EQ(why.at("items").at(0).at("popularity").at("place"), 1);
  EXPECT_EQ(why.at("items").at(1).at("popularity").at("events"), 2);
  EXPECT_EQ(field_of(answer, "Last-Modified"), "");
}

TEST_F(served_recommendations, explanation_names_what_filters_took) {
  const auto answer =
      get("/api/v2/00000/stranger/also_clicked.json?explain=1&numrecs=3&contextitems=2", license);
  const auto why = json::parse(answer.body).at("explanation");
  EXPECT_EQ(why.at("shortBecause").at("filter"), "context_items");
  EXPECT_EQ(why.at("filters").at(0).at("took"), 1);
  EXPECT_EQ(why.at("takenAway").at(0).at("itemId"), 2);
  EXPECT_EQ(why.at("items").at(0).at("evidence").at(0).at("contextItem"), 2);
}

TEST_F(served_recommendations, explanation_shows_items_evidence_and_what_would_have_been_in_the_list) {
  catalog::catalogue_editor editor(nullptr);
  catalog::item told;
  told.title = "Lamp";
  told.brand = "Lux";
  told.images = {"https://shop.example/1.png"};
  told.categories = {{"Garden", "Light"}};
  told.price = text::price{1250, {}};
  for (const auto id : {1U, 2U}) editor.put(*shop.owner->items.find({1, id, {}}), told);
  shop.owner->catalogue.publish(editor.finish());
  ASSERT_TRUE(shop.builder.run_once());
  const auto ask = [&](const std::string& scenario) {
    const auto answer =
        get("/api/v2/00000/stranger/" + scenario + ".json?explain=true&numrecs=3&contextitems=2", license);
    return json::parse(answer.body).at("explanation");
  };
  const auto why = ask("also_clicked");
  EXPECT_GT(why.at("settingsVersion"), -1);
  EXPECT_EQ(why.at("context"), json::parse(R"([{"itemType":1,"itemId":2,"title":"Lamp","price":12.5,
    "currency":"EUR","picture":"https://shop.example/1.png","category":"Garden/Light","source":"REQUEST",
    "viewers":2}])"));
  EXPECT_GT(why.at("stages").at(0).at("models").at(0).at("revision"), 0);
  const auto& first = why.at("items").at(0);
  EXPECT_EQ(first.at("title"), "Lamp");
  EXPECT_GT(first.at("score"), 0);
  EXPECT_EQ(first.at("evidence"),
            json::parse(R"([{"contextItem":2,"title":"Lamp","together":2,"ofContext":2,"ofItem":2,
                             "event":"click"}])"));
  EXPECT_EQ(why.at("takenAway").at(0).at("itemId"), 2);
  EXPECT_GT(why.at("takenAway").at(0).at("place"), 1);
  const auto settings = boost::make_shared<customer::customer_settings>(*shop.owner->settings.load());
  settings->scenarios.edit().push_back(*settings->find_scenario("also_clicked"));
  settings->scenarios.edit().back().id = "alike";
  settings->scenarios.edit().back().stages = {{{{"similar_content"}}}};
  shop.owner->change_settings(settings);
  EXPECT_EQ(ask("alike").at("items").at(0).at("evidence").at(0).at("matches"), (json{"category", "brand"}));
}

TEST_F(served_recommendations, deadline_is_checked) {
  EXPECT_EQ(shop.get(popular + "?deadline_ms=50").status, 200);
  const auto refused = shop.get(popular + "?deadline_ms=0");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("deadline_ms: 0 is outside 1..10000"), std::string::npos) << refused.body;
}

TEST_F(served_recommendations, older_forms_have_their_bodies) {
  const auto xml = shop.get("/api/00000/stranger/popular.xml?numrecs=1");
  EXPECT_EQ(xml.content_type, "text/xml; charset=utf-8");
  EXPECT_EQ(xml.body, R"(<?xml version="1.0" encoding="UTF-8"?><list><recommendation><itemId>1</itemId>)"
                      R"(<reason>POPULARITY_SHORT_CLICK (context: NONE)</reason><relevance>1000</relevance>)"
                      R"(<itemType>1</itemType></recommendation></list>)");
  const auto legacy = shop.get("/api/00000/stranger/popular.json");
  EXPECT_EQ(shop.get("/api/recommendation/00000/stranger/popular.json?itemId=2").status, 200);
  EXPECT_EQ(shop.get("/api/recommendation/00000/stranger/popular.json").body, legacy.body);
  EXPECT_EQ(shop.get("/api/00000/popular.json").body, legacy.body);
  EXPECT_EQ(shop.get("/ebl2/00000/stranger/popular.ebljs").body, "show_recommendations(" + legacy.body + ")");
  EXPECT_EQ(shop.get("/api/00000/popular").status, 404);
}

TEST_F(served_recommendations, links_of_an_answer_name_the_request_and_no_other) {
  const auto request_of = [&](const char* link, std::size_t place) {
    const auto items = json::parse(shop.get(popular).body).at("recommendationItems");
    const auto target = items.at(place).at("links").at(link).get<std::string>();
    const auto begin = target.find("&requestuuid=");
    return begin == std::string::npos ? std::string() : target.substr(begin);
  };
  EXPECT_GT(request_of("rendered", 0).size(), std::string("&requestuuid=").size());
  EXPECT_NE(request_of("rendered", 0), request_of("rendered", 0));
  const auto items = json::parse(shop.get(popular).body).at("recommendationItems");
  const auto end_of = [](const json& link) {
    const auto target = link.get<std::string>();
    return target.substr(target.find("&requestuuid="));
  };
  EXPECT_EQ(end_of(items.at(0).at("links").at("rendered")),
            end_of(items.at(2).at("links").at("clickRecommended")));
}

TEST_F(served_recommendations, reasons_in_the_older_form_are_kinds_of_models_and_what_they_start_from) {
  const auto reason_in = [&](const std::string& target) {
    const auto body = json::parse(shop.get("/api/00000/" + target).body);
    return body.at("recommendationResponseList").at(0).at("reason").get<std::string>();
  };
  shop.get("/api/00000/click/emil/1/1");
  static_cast<void>(shop.events());
  EXPECT_EQ(reason_in("stranger/also_clicked.json?contextitems=2"), "CF_I2I (context: ITEMS(s))");
  EXPECT_EQ(reason_in("emil/also_clicked.json?contextitems=CLICK"), "CF_I2I (context: CLICKED(s))");
  EXPECT_EQ(reason_in("stranger/popular.json?contextitems=2"), "POPULARITY_SHORT_CLICK (context: ITEMS(s))");
  EXPECT_EQ(reason_in("stranger/popular.json"), "POPULARITY_SHORT_CLICK (context: NONE)");
}

TEST_F(served_recommendations, what_is_popular_is_told_of_the_categories_that_are_asked_for) {
  const auto build = [&] {
    static_cast<void>(shop.events());
    EXPECT_TRUE(shop.builder.run_once());
    shop.time.advance_ms(10'000);
  };
  shop.get("/api/00000/click/anna/1/2?categorypath=%2FShoes%2FWomen");
  build();
  const std::string all = "/api/v2/00000/stranger/landing_page.json";
  const auto shoes = shop.get(all + "?categorypath=%2FShoes");
  EXPECT_EQ(items_of(shoes), std::vector<int>{2});
  EXPECT_NE(field_of(shoes, "X-Footfall-Cause"), "");
  EXPECT_EQ(items_of(shop.get(all)), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(items_of(shop.get("/api/v2/00000/stranger/also_clicked.json?contextitems=1&categorypath=Shoes")),
            std::vector<int>{2});
  // What clicks say of categories is of no concern to who asks for none.
  const auto date = field_of(shop.get(all), "Last-Modified");
  shop.get("/api/00000/click/bert/1/1?categorypath=%2FShoes");
  static_cast<void>(shop.events());
  shop.time.advance_ms(10'000);
  EXPECT_EQ(get(all, {{"If-Modified-Since", date}}).status, 304);
  build();
  EXPECT_EQ(items_of(shop.get(all + "?categorypath=%2FShoes")), (std::vector<int>{1, 2}));
}

TEST_F(served_recommendations, category_page_has_items_of_its_categories_only) {
  shop.get("/api/00000/click/anna/1/2?categorypath=%2FShoes%2FWomen");
  shop.get("/api/00000/click/anna/1/2?categorypath=%2FSale");
  shop.get("/api/00000/click/anna/1/3?categorypath=%2FHats");
  static_cast<void>(shop.events());
  const std::string page = "/api/v2/00000/stranger/category_page.json?categorypath=";
  EXPECT_EQ(items_of(shop.get(page + "%2FShoes")), std::vector<int>{2});
  EXPECT_EQ(items_of(shop.get(page + "Shoes/Women/&categorypath=Hats")), (std::vector<int>{2, 3}));
  EXPECT_EQ(items_of(shop.get(page + "%2F")), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(field_of(shop.get(page + "Hats"), "X-Footfall-Cause"), "filters");
  const std::string context =
      "/api/v2/00000/stranger/category_page.json?contextitems=3&usecontextcategorypath=";
  EXPECT_EQ(items_of(shop.get(context + "1")), std::vector<int>{});
  EXPECT_EQ(items_of(shop.get(context + "0")), (std::vector<int>{1, 2}));
  EXPECT_EQ(shop.get(context + "maybe").status, 400);
  // The category is told where an item has several.
  const auto shown = json::parse(shop.get(page + "Shoes&recommendCategory=true").body);
  EXPECT_EQ(shown.at("recommendationItems").at(0).at("category"), "Shoes/Women");
  const auto legacy =
      shop.get("/api/00000/stranger/category_page.xml?categorypath=Shoes&recommendcategory=1").body;
  EXPECT_NE(legacy.find("<category>Shoes/Women</category>"), std::string::npos) << legacy;
}

TEST_F(served_recommendations, list_of_items_comes_back_as_the_user_likes_it) {
  const std::string target = "/api/v2/00000/stranger/rerank.json";
  const auto answer = shop.post(target, R"({"items": [77, 3, "2", 1, 3]})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(items_of(answer), (std::vector<int>{1, 2, 3, 77}));
  EXPECT_EQ(json::parse(answer.body).at("recommendationItems").at(3).at("relevance"), 0);
  EXPECT_EQ(items_of(shop.post(target, R"({"items": []})")), std::vector<int>{});
  for (const auto* body :
       {"", "[1]", R"({"items": 1})", R"({"items": [true]})", R"({"items": ["no number"]})"})
    EXPECT_EQ(shop.post(target, body).status, 400) << body;
  std::string many = R"({"items": [1)";
  for (int item = 2; item <= 1001; ++item) many += "," + std::to_string(item);
  EXPECT_EQ(shop.post(target, many + "]}").status, 400);
}

TEST(recommendations, an_item_stays_the_same_when_ids_become_texts) {
  test_shop shop;
  for (const auto* const item : {"3", "4"}) shop.get("/api/00000/click/anna/1/" + std::string(item));
  static_cast<void>(shop.events());
  auto settings = *shop.owner->settings.load();
  settings.alphanumeric_items = true;
  shop.owner->change_settings(boost::make_shared<const customer::customer_settings>(settings));
  for (const auto* const item : {"3", "x"}) shop.get("/api/00000/click/bert/1/" + std::string(item));
  static_cast<void>(shop.events());
  EXPECT_EQ(shop.owner->items.known(), 3U);
  ASSERT_TRUE(shop.builder.run_once());
  const auto ids_in = [&](const std::string& target) {
    std::vector<json> ids;
    const auto answer = json::parse(shop.get(target).body);
    for (const auto& each : answer.at("recommendationItems")) ids.push_back(each.at("itemId"));
    std::ranges::sort(ids);
    return ids;
  };
  EXPECT_EQ(ids_in("/api/v2/00000/carla/landing_page.json"), (std::vector<json>{"3", "4", "x"}));
  EXPECT_EQ(ids_in("/api/v2/00000/carla/also_clicked.json?contextitems=3"), (std::vector<json>{"4", "x"}));
}

}  // namespace
}  // namespace footfall::test
