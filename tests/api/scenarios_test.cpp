// Scenarios as people edit them (protocol J3).
#include "footfall/recommend/recommender.hpp"
#include "footfall/settings/documents.hpp"
#include "footfall/text/time.hpp"
#include "test_shop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <mutex>

namespace footfall::test {
namespace {

const fields licence{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
constexpr auto box = R"({"id": "box", "stages": [{"models": ["top_clicked"], "category": "same"}]})";

struct edited_shop : test_shop {
  using test_shop::test_shop;
  http::response ask(http::method method, const std::string& what, std::string_view body = {}) {
    return send(method, "/api/v3/00000/structure/" + what, body, licence);
  }
  int create(std::string_view body) { return ask(http::method::post, "create_scenario", body).status; }
  int update(std::string_view body) { return ask(http::method::post, "update_scenario", body).status; }
  int remove(const std::string& id) { return ask(http::method::del, "delete_scenario/" + id).status; }
  const recommend::scenario* find(std::string_view id) {
    kept = owner->settings.load();
    return kept->find_scenario(id);
  }
  /// What a start would make of the store.
  std::size_t documents() {
    return settings::read_documents(**store.make_entity_reader(), owner->number)->size();
  }

  boost::shared_ptr<const customer::customer_settings> kept;
};

TEST(scenarios, are_created_shown_changed_and_deleted) {
  edited_shop shop;
  EXPECT_EQ(shop.create(box), 200);
  ASSERT_NE(shop.find("box"), nullptr);
  EXPECT_EQ(shop.find("box")->stages[0].category, recommend::category_scope::same);
  EXPECT_EQ(shop.ask(http::method::get, "get_scenario/box").body,
            R"({"id":"box","stages":[{"category":"same","models":[{"model":"top_clicked"}]}]})");
  EXPECT_EQ(shop.update(R"({"id": "box", "enabled": false, "stages": [{"models": ["top_bought"]}]})"), 200);
  EXPECT_FALSE(shop.find("box")->enabled);
  EXPECT_EQ(shop.documents(), 1U);
  EXPECT_EQ(shop.remove("box"), 204);
  EXPECT_EQ(shop.find("box"), nullptr);
  EXPECT_EQ(shop.documents(), 0U);
}

TEST(scenarios, that_are_there_or_not_are_told_apart) {
  edited_shop shop;
  EXPECT_EQ(shop.create(box), 200);
  EXPECT_EQ(shop.create(box), 409);
  EXPECT_EQ(shop.create(R"({"id": "popular", "stages": [{"models": ["top_bought"]}]})"), 409);
  EXPECT_EQ(shop.update(R"({"id": "none", "stages": [{"models": ["top_bought"]}]})"), 404);
  EXPECT_EQ(shop.remove("none"), 404);
  EXPECT_EQ(shop.remove("popular"), 409);
  EXPECT_EQ(shop.ask(http::method::get, "get_scenario/none").status, 404);
}

TEST(scenarios, mistakes_are_told_in_words_and_change_nothing) {
  edited_shop shop;
  const auto answer = shop.ask(http::method::post, "create_scenario",
                               R"({"id": "box", "stages": [{"models": ["top_clickd"]}]})");
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("top_clicked"), std::string::npos) << answer.body;
  EXPECT_EQ(shop.create("no JSON"), 400);
  EXPECT_EQ(shop.create(R"({"stages": []})"), 400);
  EXPECT_EQ(shop.create(R"({"id": "a b", "stages": [{"models": ["top_clicked"]}]})"), 400);
  EXPECT_EQ(shop.find("box"), nullptr);
  EXPECT_EQ(shop.documents(), 0U);
}

TEST(scenarios, one_of_the_library_can_be_replaced_and_comes_back) {
  edited_shop shop;
  EXPECT_EQ(shop.update(R"({"id": "popular", "stages": [{"models": ["top_rated"]}]})"), 200);
  EXPECT_EQ(shop.find("popular")->stages.size(), 1U);
  EXPECT_EQ(shop.remove("popular"), 204);
  EXPECT_EQ(shop.find("popular")->stages.size(), 2U);
}

TEST(scenarios, of_the_file_are_the_files_unless_the_store_has_the_say) {
  for (const auto* who : {"file", "store"}) {
    customer::customer_settings settings;
    settings.managed_by = who;
    settings.file_scenarios = {"popular"};
    edited_shop shop(settings);
    EXPECT_EQ(shop.update(R"({"id": "popular", "stages": [{"models": ["top_rated"]}]})"),
              settings.managed_by == "file" ? 409 : 200);
  }
}

TEST(scenarios, of_the_library_are_copied_as_they_are) {
  edited_shop shop;
  for (const auto& plan : recommend::built_in_scenarios()) {
    const auto copy = "copy_" + plan.id;
    EXPECT_EQ(
        shop.ask(http::method::post, "copy_library_scenario/" + plan.id + "?referenceCode=" + copy).status,
        200);
    ASSERT_NE(shop.find(copy), nullptr);
    auto expected = plan;
    expected.id = copy;
    EXPECT_EQ(settings::document_of(*shop.find(copy)), settings::document_of(expected));
  }
  EXPECT_EQ(shop.ask(http::method::post, "copy_library_scenario/none?referenceCode=x").status, 404);
  EXPECT_EQ(shop.ask(http::method::post, "copy_library_scenario/popular").status, 400);
  EXPECT_EQ(shop.ask(http::method::post, "copy_library_scenario/popular?referenceCode=popular").status, 409);
}

TEST(scenarios, are_listed_with_the_colour_of_their_models_and_what_they_have_answered) {
  edited_shop shop;
  EXPECT_EQ(shop.create(R"({"id": "box", "title": "Box", "description": "For tests",
                            "stages": [{"models": ["top_clicked"]}]})"),
            200);
  constexpr auto row =
      R"({"referenceCode":"box","title":"Box","description":"For tests","enabled":true,)"
      R"("available":"red","statisticItems":[{"scenarioCalls":0,"deliveredRecommendations":0}]})";
  EXPECT_NE(shop.ask(http::method::get, "get_scenario_list").body.find(row), std::string::npos)
      << shop.ask(http::method::get, "get_scenario_list").body;
  recommend::recommendation answered;
  answered.items.resize(3);
  shop.owner->answers.count("box", answered, shop.time.wall_ms());
  EXPECT_NE(shop.ask(http::method::get, "get_scenario_list")
                .body.find(R"({"scenarioCalls":1,"deliveredRecommendations":3})"),
            std::string::npos);
  EXPECT_EQ(shop.ask(http::method::get, "get_library_scenario_list").body.find("\"box\""), std::string::npos);
  EXPECT_EQ(shop.get("/api/v3/00000/structure/get_scenario_list").status, 401);
}

TEST(scenarios, what_they_have_answered_is_told_by_spans_of_time) {
  edited_shop shop;
  EXPECT_EQ(shop.create(R"({"id": "box", "stages": [{"models": ["top_clicked"]}]})"), 200);
  recommend::recommendation answered;
  answered.items.resize(3);
  const auto answer_at = [&](const char* time) {
    shop.time.set_wall_ms(*text::read_time_ms(time));
    shop.owner->answers.count("box", answered, shop.time.wall_ms());
  };
  answer_at("2026-02-01T23:30:00Z");
  answer_at("2026-02-02T10:00:00Z");
  answer_at("2026-02-02T10:59:00Z");
  const auto told = [&](const std::string& query) {
    const auto answer = shop.ask(http::method::get, "get_scenario_list?" + query);
    const auto begin = answer.body.find("\"statisticItems\":", answer.body.find("\"box\""));
    return answer.status == 200 ? answer.body.substr(begin + 17, answer.body.find(']', begin) - begin - 16)
                                : answer.body;
  };
  EXPECT_EQ(told("from_date_time=2026-02-01T00:00:00&to_date_time=2026-02-03T00:00:00&granularity=P1D"),
            R"([{"timespanBegin":"2026-02-01T00:00:00","timespanDuration":"P1D",)"
            R"("scenarioCalls":1,"deliveredRecommendations":3},)"
            R"({"timespanBegin":"2026-02-02T00:00:00","timespanDuration":"P1D",)"
            R"("scenarioCalls":2,"deliveredRecommendations":6}])");
  EXPECT_EQ(told("from_date_time=2026-02-02T10:00:00&to_date_time=2026-02-02T11:00:00&granularity=PT1H"),
            R"([{"timespanBegin":"2026-02-02T10:00:00","timespanDuration":"PT1H",)"
            R"("scenarioCalls":2,"deliveredRecommendations":6}])");
  EXPECT_EQ(told("from_date_time=2026-02-02T11:00:00&to_date_time=2026-02-02T12:00:00&granularity=PT1H"),
            R"([{"timespanBegin":"2026-02-02T11:00:00","timespanDuration":"PT1H",)"
            R"("scenarioCalls":0,"deliveredRecommendations":0}])");
  EXPECT_EQ(told(""), R"([{"scenarioCalls":3,"deliveredRecommendations":9}])");
  EXPECT_NE(told("granularity=P1D").find("from_date_time: expected a time"), std::string::npos);
  EXPECT_NE(told("from_date_time=2026-02-30T00:00:00&to_date_time=2026-02-02T00:00:00").find("2026-02-30"),
            std::string::npos);
  EXPECT_NE(
      told("from_date_time=2026-02-01T00:00:00&to_date_time=2026-02-02T00:00:00&granularity=P1M").find("P1M"),
      std::string::npos);
  EXPECT_NE(told("from_date_time=2020-01-01T00:00:00&to_date_time=2026-02-02T00:00:00&granularity=PT1H")
                .find("more than 1000"),
            std::string::npos);
}

TEST(scenarios, of_many_fewer_spans_are_told_so_that_the_answer_stays_small) {
  edited_shop shop;
  auto many = *shop.owner->settings.load();
  for (int made = 0; made < 60; ++made) {
    auto another = many.scenarios.front();
    another.id = "box" + std::to_string(made);
    many.scenarios.edit().push_back(std::move(another));
  }
  const auto most = 50'000 / many.scenarios.size();
  ASSERT_LT(most, 1000U);
  shop.owner->change_settings(boost::make_shared<const customer::customer_settings>(many));
  const std::string hours = "?granularity=PT1H&from_date_time=2026-01-01T00:00:00&to_date_time=2026-02-";
  const auto refused = shop.ask(http::method::get, "get_scenario_list" + hours + "10T00:00:00");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("granularity: there are more than " + std::to_string(most) + " of PT1H"),
            std::string::npos)
      << refused.body;
  EXPECT_NE(refused.body.find("too many for " + std::to_string(many.scenarios.size()) + " scenarios"),
            std::string::npos);
  EXPECT_EQ(shop.ask(http::method::get, "get_library_scenario_list" + hours + "10T00:00:00").status, 200);
}

// What walks over all scenarios or models would keep other requests of its thread waiting.
TEST(scenarios, lists_of_all_are_made_by_a_thread_that_may_take_its_time) {
  edited_shop shop;
  for (const std::string list : {"get_scenario_list", "get_library_scenario_list", "get_model_list"})
    EXPECT_EQ(shop.plan_for("/api/v3/00000/structure/" + list, http::method::get, licence).where,
              http::work::disk)
        << list;
}

TEST(scenarios, models_of_the_own_history_are_there_as_soon_as_they_are_made) {
  edited_shop shop;
  shop.get("/api/00000/buy/anna/1/1");
  shop.events();
  ASSERT_TRUE(shop.builder.run_once());
  EXPECT_EQ(shop.create(R"({"id": "box", "stages": [{"models": ["own_bought", "top_bought"]}]})"), 200);
  EXPECT_EQ(shop.create(R"({"id": "both", "stages": [{"models": ["last_viewed", "top_rated"]}]})"), 200);
  const auto list = shop.ask(http::method::get, "get_scenario_list").body;
  EXPECT_NE(list.find(R"("box","title":"","description":"","enabled":true,"available":"green")"),
            std::string::npos)
      << list;
  EXPECT_NE(list.find(R"("both","title":"","description":"","enabled":true,"available":"yellow")"),
            std::string::npos)
      << list;
}

TEST(scenarios, an_edit_during_a_reload_is_made_on_what_the_reload_says) {
  edited_shop shop;
  customer::customer_settings reloaded = *shop.owner->settings.load();
  reloaded.session_minutes = 5;
  std::future<int> edit;
  {
    const std::lock_guard reload(shop.settings_changes);
    edit = std::async(std::launch::async, [&] { return shop.create(box); });
    EXPECT_EQ(edit.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
    EXPECT_EQ(shop.documents(), 0U);
    shop.owner->change_settings(boost::make_shared<const customer::customer_settings>(reloaded));
  }
  EXPECT_EQ(edit.get(), 200);
  EXPECT_NE(shop.find("box"), nullptr);
  EXPECT_EQ(shop.owner->settings.load()->session_minutes, 5U);
}

TEST(scenarios, answers_that_were_cached_are_old_once_the_scenario_was_edited) {
  edited_shop shop;
  EXPECT_TRUE(shop.builder.run_once());
  constexpr auto target = "/api/v2/00000/u1/popular.json";
  const auto first = shop.get(target);
  const fields cached{{"If-Modified-Since", field_of(first, "Last-Modified")}};
  EXPECT_EQ(shop.send(http::method::get, target, "", cached).status, 304);
  shop.time.advance_ms(60'000);
  EXPECT_EQ(shop.update(R"({"id": "popular", "stages": [{"models": ["top_rated"]}]})"), 200);
  EXPECT_EQ(shop.send(http::method::get, target, "", cached).status, 200);
}

}  // namespace
}  // namespace footfall::test
