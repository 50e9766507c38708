// Filters and boosts of scenarios in a configuration.
#include "footfall/recommend/filters.hpp"
#include "footfall/settings/read_settings.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace footfall::test {
namespace {

result<settings::application_settings> read(std::string_view filters_and_boosts) {
  return settings::read_settings(
      R"({"customers": {"00000": {"scenarios": [{"id": "box", "stages": [{"models": ["top_bought"]}], )" +
      std::string(filters_and_boosts) + "}]}}}");
}

TEST(scenario_settings, filters_are_switches_numbers_and_lists_and_boosts_name_a_row) {
  const auto settings = read(R"(
      "filters": {"already_purchased": "automatic", "minimum_price": 4.5, "maximum_item_age": "7d",
                  "top_sellers": 3, "excluded_categories": ["Shoes/Sale"]},
      "boosts": [{"by": "attribute", "attribute": "brand", "value": "Acme", "places": 4}, {"by": "sale"}])");
  ASSERT_TRUE(settings) << settings.error().detail();
  const auto* const found = settings->customers.at(0).find_scenario("box");
  ASSERT_NE(found, nullptr);
  const auto& box = *found;
  EXPECT_EQ(box.filters.already_purchased, recommend::automatic_switch::automatic());
  EXPECT_EQ(box.filters.minimum_price, 4.5);
  EXPECT_EQ(box.filters.maximum_item_age_ms, 7 * 86'400'000);
  EXPECT_EQ(box.filters.top_sellers, 3U);
  EXPECT_EQ(box.filters.excluded_categories, std::vector<std::string>{"Shoes/Sale"});
  EXPECT_TRUE(box.filters.context_items);
  ASSERT_EQ(box.boosts.size(), 2U);
  EXPECT_EQ(box.boosts[0].value, "Acme");
  EXPECT_EQ(box.boosts[0].places, 4U);
  EXPECT_EQ(box.boosts[1].places, 1U);
}

TEST(scenario_settings, a_switch_that_is_none_and_an_unknown_boost_are_mistakes) {
  const auto settings = read(R"("filters": {"already_purchased": "sometimes"}, "boosts": [{"by": "luck"}])");
  ASSERT_FALSE(settings);
  const std::string found(settings.error().detail());
  EXPECT_NE(found.find("already_purchased"), std::string::npos) << found;
  EXPECT_NE(found.find("true, false or \"automatic\""), std::string::npos) << found;
  EXPECT_NE(found.find("boosts[0].by"), std::string::npos) << found;
}

TEST(scenario_settings, a_model_has_parts_and_a_stage_asks_for_them) {
  const auto settings = settings::read_settings(R"({"customers": {"00000": {
    "models": [{"id": "mine", "type": "POPULARITY_SHORT_CLICK", "submodels": [
      {"key": "color", "groups": [{"values": ["lime", "green"]}, {"values": ["sand"]}]},
      {"key": "price", "intervals": [{"from": 0, "to": 49.5}, {"from": 49.5, "to": 100}]},
      {"key": "country", "source": "USER", "groups": [{"values": ["DE", "AT"]}]}]}],
    "scenarios": [{"id": "box", "stages": [
      {"models": [{"model": "mine", "data": "submodels", "maximum_rating_age": "7d"}, "top_bought"]}]}]}}})");
  ASSERT_TRUE(settings) << settings.error().detail();
  const auto& shop = settings->customers.at(0);
  const auto mine = std::ranges::find(shop.models, "mine", &model::model_definition::id);
  ASSERT_NE(mine, shop.models.end());
  const std::vector<model::submodel> expected{{"color", {{{"lime", "green"}}, {{"sand"}}}, {}},
                                              {"price", {}, {{0, 49.5}, {49.5, 100}}},
                                              {"country", {{{"DE", "AT"}}}, {}, "USER"}};
  EXPECT_EQ(mine->submodels, expected);
  const auto& models = shop.find_scenario("box")->stages.at(0).models;
  EXPECT_EQ(models.at(0).data, recommend::model_data::submodels);
  EXPECT_EQ(models.at(0).scope_ms, 7 * 86'400'000);
  EXPECT_EQ(models.at(1).data, recommend::model_data::none);
}

TEST(scenario_settings, a_box_looks_back_over_one_of_the_documented_spans) {
  const auto box = [](const std::string& of_model, const std::string& of_stage) {
    return settings::read_settings(R"({"customers": {"00000": {
      "models": [{"id": "lately", "type": "CF_I2I_UPHEAVAL_CLICK_CLICK", "maximum_rating_age": ")" +
                                   of_model + R"("}],
      "scenarios": [{"id": "box", "stages": [{"models": [{"model": "lately", "maximum_rating_age": ")" +
                                   of_stage + R"("}]}]}]}}})");
  };
  for (const auto* span : {"1d", "P320D", "24h", "365d"}) {
    const auto settings = box(span, span);
    EXPECT_TRUE(settings) << settings.error().detail();
  }
  EXPECT_TRUE(box("90d", "0s"));  // as the model says
  const auto wrong = box("2d", "8d");
  ASSERT_FALSE(wrong);
  const std::string found(wrong.error().detail());
  EXPECT_NE(found.find("].maximum_rating_age: found \"2d\", expected one of 1d, 7d, 14d"), found.npos)
      << found;
  EXPECT_NE(found.find("stages[0].models[0].maximum_rating_age: found \"8d\""), found.npos) << found;
}

TEST(scenario_settings, models_learn_by_segments_and_attributes_of_users_and_customers_have_time_slots) {
  const auto settings = settings::read_settings(R"({"customers": {"00000": {
    "time_slots": [{"from": "18:00", "to": "24:00"}, {"from": "06:00", "to": "09:30"}],
    "models": [{"id": "mine", "type": "POPULARITY_SHORT_CLICK", "user_attributes": ["country"],
                "segment_groups": [{"id": "gold", "parts": [
                  {"segments": ["7", "country=DE"]}, {"join": "or", "segments": ["10", "11"]}]}]}],
    "scenarios": [{"id": "box", "stages": [{"models": [{"model": "mine", "data": "segments"}]}]}]}}})");
  ASSERT_TRUE(settings) << settings.error().detail();
  const auto& shop = settings->customers.at(0);
  EXPECT_EQ(shop.time_slots, (std::vector<model::time_slot>{{"18:00", "24:00"}, {"06:00", "09:30"}}));
  const auto mine = std::ranges::find(shop.models, "mine", &model::model_definition::id);
  ASSERT_NE(mine, shop.models.end());
  EXPECT_EQ(mine->user_attributes, std::vector<std::string>{"country"});
  EXPECT_EQ(
      mine->segment_groups,
      (std::vector<model::segment_group>{{"gold", {{"and", {"7", "country=DE"}}, {"or", {"10", "11"}}}}}));
  EXPECT_EQ(shop.find_scenario("box")->stages.at(0).models.at(0).data, recommend::model_data::segments);
  const auto wrong = settings::read_settings(R"({"customers": {"00000": {"time_slots": [
      {"from": "09:00", "to": "09:00"}, {"from": "10:00", "to": "12:00"}, {"from": "11:59", "to": "13:00"},
      {"from": "12:00", "to": "25:00"}]}}})");
  ASSERT_FALSE(wrong);
  const std::string found(wrong.error().detail());
  for (const auto* where : {"time_slots[0]", "time_slots[2]", "time_slots[3].to"})
    EXPECT_NE(found.find(where), std::string::npos) << where << " in " << found;
  EXPECT_EQ(found.find("time_slots[1]"), std::string::npos) << found;
}

TEST(scenario_settings, parts_that_overlap_are_empty_or_of_a_list_without_parts_are_mistakes) {
  const auto settings = settings::read_settings(R"({"customers": {"00000": {"models": [
    {"id": "one", "type": "POPULARITY_SHORT_CLICK", "submodels": [
      {"key": "price", "intervals": [{"from": 0, "to": 50}, {"from": 49, "to": 60}, {"from": 61, "to": 60}]},
      {"key": "color"}]},
    {"id": "two", "type": "PROFILE_CLICK", "submodels": [{"key": "color", "groups": [{"values": ["a"]}]}]},
    {"id": "three", "type": "CF_I2I_BUY", "submodels": [
      {"key": "country", "source": "user", "groups": [{"values": ["a"]}]}]}
  ]}}})");
  ASSERT_FALSE(settings);
  const std::string found(settings.error().detail());
  EXPECT_EQ(found.find("intervals[0]"), std::string::npos) << found;
  for (const auto* where :
       {"models[0].submodels[0].intervals[1]", "models[0].submodels[0].intervals[2]",
        "models[0].submodels[1]", "models[1].submodels[0]", "models[2].submodels[0].source"})
    EXPECT_NE(found.find(where), std::string::npos) << where << " in " << found;
}

std::vector<std::string> doubts(std::string_view shop) {
  const auto settings = settings::read_settings(R"({"customers": {"00000": {)" + std::string(shop) + "}}}");
  if (!settings) return {std::string(settings.error().detail())};
  return settings::doubts_about(*settings);
}

TEST(doubts, there_are_none_about_the_library_and_what_is_used) {
  EXPECT_EQ(doubts(""), std::vector<std::string>{});
  EXPECT_EQ(doubts(R"("models": [{"id": "mine", "type": "CF_I2I_CLICK"},
                                 {"id": "editor_blacklist", "type": "EDITOR_BASED", "items": ["1"]}],
                      "scenarios": [{"id": "box", "stages": [{"models": ["mine"]}],
                                     "filters": {"same_category": true}}])"),
            std::vector<std::string>{});
}

TEST(doubts, are_about_models_parts_context_and_filters) {
  using strings = std::vector<std::string>;
  EXPECT_EQ(doubts(R"("models": [{"id": "mine", "type": "CF_I2I_CLICK"}])"),
            strings{R"(customers.00000: no scenario uses the model "mine")"});
  const auto box = [](const std::string& model, const std::string& rest = "") {
    return R"("scenarios": [{"id": "box", "stages": [{"models": [)" + model + "]}]" + rest + "}]";
  };
  EXPECT_EQ(
      doubts(box(R"({"model": "top_clicked", "data": "submodels", "maximum_rating_age": "7d"},
                          {"model": "top_bought", "data": "segments"})")),
      (strings{
          R"(customers.00000.scenarios: box: the model "top_clicked" is asked for submodels and has none)",
          R"(customers.00000.scenarios: box: the model "top_clicked" has no time scope: )"
          "maximum_rating_age changes nothing"}));  // without groups all segments at once are meant
  const auto alone = doubts(box(R"({"model": "also_clicked", "context": "item"})"));
  ASSERT_EQ(alone.size(), 1U);
  EXPECT_NE(alone[0].find("without contextitems there is no answer"), std::string::npos) << alone[0];
  const std::string priced = R"(, "filters": {"minimum_price": 5, "same_category": true})";
  const auto blind = doubts(box(R"("top_clicked")", priced));
  ASSERT_EQ(blind.size(), 1U);
  EXPECT_NE(blind[0].find("minimum_price"), std::string::npos) << blind[0];
  EXPECT_EQ(doubts(R"("click_categories": false, )" + box(R"("top_clicked")", priced)).size(), 2U);
  const std::string boosted = R"(, "boosts": [{"by": "sale"}, {"by": "category", "value": "Shoes"}])";
  const auto moved = doubts(box(R"("top_clicked")", boosted));
  ASSERT_EQ(moved.size(), 1U);
  EXPECT_NE(moved[0].find("the boost sale looks at the catalogue"), std::string::npos) << moved[0];
  EXPECT_EQ(doubts(R"("catalogue": {"feeds": [{"url": "https://shop.example.com/feed.json"}]}, )" +
                   box(R"("top_clicked")", priced)),
            strings{});
}

TEST(doubts, a_model_that_only_a_disabled_scenario_names_is_used_by_none) {
  const auto found = doubts(R"("models": [{"id": "mine", "type": "CF_I2I_CLICK"}],
                               "scenarios": [{"id": "box", "enabled": false,
                                              "stages": [{"models": ["mine"]}]}])");
  EXPECT_EQ(found, std::vector<std::string>{R"(customers.00000: no scenario uses the model "mine")"});
}

// A new filter is either known to look at the catalogue, or named here.
TEST(doubts, are_about_every_filter_that_looks_at_the_catalogue_alone) {
  const std::set<std::string_view> by_other_facts{
      "context_items", "already_purchased", "already_consumed",    "repeated_shows",
      "top_sellers",   "same_category",     "category_of_context", "excluded_categories"};
  const auto value_of = [](const recommend::filter& row) -> std::string {
    if (std::holds_alternative<bool recommend::filter_settings::*>(row.enabled)) return "true";
    return std::holds_alternative<std::int64_t recommend::filter_settings::*>(row.enabled) ? R"("7d")" : "5";
  };
  for (const auto& row : recommend::filters()) {
    if (row.leaves_out.empty() || by_other_facts.contains(row.name)) continue;
    const auto name = std::string(row.name);
    const auto found = doubts(R"("scenarios": [{"id": "box", "stages": [{"models": ["top_clicked"]}],
                                 "filters": {")" +
                              name + R"(": )" + value_of(row) + "}}]");
    ASSERT_EQ(found.size(), 1U) << name;
    EXPECT_NE(found[0].find("the filter " + name + " looks at the catalogue"), std::string::npos) << found[0];
  }
}

TEST(doubts, are_about_events_that_nothing_reads) {
  const auto alone = [](const std::string& box) {
    return doubts(R"("library": false, "models": [{"id": "top", "type": "POPULARITY_SHORT_CLICK"},
                     {"id": "near", "type": "CF_I2I_CONSUME"}], "scenarios": [{"id": "box", )" +
                  box + "}]");
  };
  const std::string both = R"("stages": [{"models": ["top", {"model": "near", "context": "basket"}]}])";
  const auto unread = [](const std::string& kinds) {
    return std::vector<std::string>{"customers.00000: nothing reads events of the kinds " + kinds +
                                    ": no scenario has a model, context or filter about them"};
  };
  EXPECT_EQ(alone(both), unread("buy, rate, owns"));
  EXPECT_EQ(alone(both + R"(, "filters": {"already_purchased": true})"), unread("rate"));
  EXPECT_EQ(alone(both + R"(, "filters": {"top_sellers": 3})"), unread("rate"));
  EXPECT_EQ(alone(R"("stages": [{"models": ["top", "near"]}])"), std::vector<std::string>{});
  const auto off = alone(both + R"(, "enabled": false)");
  ASSERT_EQ(off.size(), 3U) << "the two models are in no other scenario";
  EXPECT_EQ(off.back(), unread("click, consume, buy, basket, rate, owns").front());
}

}  // namespace
}  // namespace footfall::test
