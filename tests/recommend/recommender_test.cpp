// Recommendations: stages, relevance, errors, the same answer every time.
#include "footfall/recommend/recommender.hpp"

#include "recommend/shop.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace footfall::test {
namespace {

using events::history_type;
using recommend::context_flag;
using recommend::context_source;
using item_list = std::vector<item_index>;

TEST(recommender, next_stage_fills_up_what_the_one_before_left_open) {
  shop box;
  box.add_neighbours("near", {{0, {{1, 4.0F}, {2, 1.0F}}}});
  box.add_list("top", {{2, 9, 0}, {3, 8, 0}, {4, 7, 0}, {5, 6, 0}});
  box.add_stage({{"near"}});
  box.add_stage({{"top"}});
  const auto answer = box.answer(box.about({0}, 4));
  EXPECT_EQ(items_of(answer), (item_list{1, 2, 3, 4}));
  EXPECT_EQ(answer.items[0].model, "near");
  EXPECT_EQ(answer.items[3].model, "top");
  EXPECT_EQ(answer.items[0].origin.size(), 1U);
  EXPECT_TRUE(answer.items[3].origin.empty());
}

TEST(recommender, relevance_starts_at_1000_and_never_rises_across_stages) {
  shop box;
  box.add_neighbours("near", {{0, {{1, 4.0F}, {2, 1.0F}}}});
  box.add_list("top", {{3, 8, 0}, {4, 4, 0}, {5, 0.001F, 0}});
  box.add_stage({{"near"}});
  box.add_stage({{"top"}});
  const auto answer = box.answer(box.about({0}));
  ASSERT_EQ(answer.items.size(), 5U);
  const std::uint32_t expected[] = {1000, 250, 250, 125, 1};
  for (std::size_t place = 0; place < 5; ++place) EXPECT_EQ(answer.items[place].relevance, expected[place]);
}

TEST(recommender, answer_has_at_most_as_many_items_as_asked) {
  shop box;
  std::vector<model::scored_item> list;
  for (item_index item = 0; item < 100; ++item) list.push_back({item, 200.0F - static_cast<float>(item), 0});
  box.add_list("top", list);
  box.add_stage({{"top"}});
  for (const std::uint32_t count : {1U, 10U, 50U})
    EXPECT_EQ(box.answer(box.about({}, count)).items.size(), count);
}

TEST(recommender, equal_scores_are_ordered_by_item_key) {
  shop box;
  box.add_list("top", {{1, 5, 0}, {2, 5, 0}, {3, 5, 0}, {4, 9, 0}});
  box.add_stage({{"top"}});
  EXPECT_EQ(items_of(box.answer(box.about({}))), (item_list{4, 3, 2, 1}));  // ids fall while indices rise
}

TEST(recommender, nothing_is_possible_only_when_every_model_lacks_its_context) {
  shop box;
  box.add_neighbours("near", {{0, {{1, 1.0F}}}});
  box.add_list("top", {});
  box.add_stage({{"near"}});
  const auto refused = box.ask(box.about({}));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), error::nothing_possible);

  const recommend::query clicked_by_a_new_user{
      .context = {history_type::clicked}, .output_type = {}, .categories = {}};
  EXPECT_FALSE(box.ask(clicked_by_a_new_user));

  // An item that nobody ever tracked is context all the same: an empty list, no error.
  const recommend::query about_unknown{
      .context = {item_key{1, 4711, {}}}, .output_type = {}, .categories = {}};
  ASSERT_TRUE(box.ask(about_unknown));
  EXPECT_TRUE(box.answer(about_unknown).items.empty());
  EXPECT_EQ(box.answer(about_unknown).context_items.size(), 1U);

  box.add_stage({{"top"}});
  ASSERT_TRUE(box.ask(box.about({})));
  EXPECT_TRUE(box.answer(box.about({})).items.empty());
}

TEST(recommender, models_that_are_missing_or_not_built_are_passed_over) {
  shop box;
  box.add("broken", "POPULARITY_LONG_CLICK", nullptr);
  box.add_list("top", {{1, 1, 0}});
  box.add_stage({{"no_such_model"}, {"broken"}, {"top"}});
  EXPECT_EQ(items_of(box.answer(box.about({}))), (item_list{1}));
}

TEST(recommender, only_items_of_the_output_type_are_recommended) {
  shop box;
  box.add_list("top", {{1, 9, 0}, {100, 8, 0}, {2, 7, 0}, {101, 6, 0}});
  box.add_stage({{"top"}});
  box.plan.output_types = {1, 2};
  auto question = box.about({});
  EXPECT_EQ(items_of(box.answer(question)), (item_list{1, 2}));
  box.plan.output_types = {2, 1};  // the lowest is the default, in whatever order they stand
  EXPECT_EQ(items_of(box.answer(question)), (item_list{1, 2}));
  box.plan.output_types = {1, 2};
  question.output_type = 2;
  EXPECT_EQ(items_of(box.answer(question)), (item_list{100, 101}));
  question.all_output_types = true;
  EXPECT_EQ(items_of(box.answer(question)), (item_list{1, 100, 2, 101}));
  question.all_output_types = false;
  question.output_type = 3;
  const auto refused = box.ask(question);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code(), error::bad_parameter);
  EXPECT_EQ(refused.error().detail(), "outputtypeid: 3 is not recommended by this scenario, which has 1, 2");
}

TEST(recommender, categories_of_context_items_are_those_of_the_request) {
  shop box;
  box.add_list("top", {{1, 9, 0}, {2, 8, 0}, {3, 7, 0}});
  box.add_stage({{"top"}});
  box.plan.filters.same_category = true;
  catalog::item_categories clicked;
  clicked.add(1, "Hats", 10);
  clicked.add(2, "Shoes", 10);
  clicked.add(3, "Shoes/Children", 10);
  const auto items_for = [&](const recommend::query& question) {
    return items_of(*recommend::recommend(question, {.plan = box.plan,
                                                     .models = box.models,
                                                     .items = box.items,
                                                     .history = {},
                                                     .categories = {&clicked, 0}}));
  };
  auto question = box.about({2});
  EXPECT_EQ(items_for(question), (item_list{1, 3}));
  question.categories_of_context = true;
  EXPECT_EQ(items_for(question), (item_list{3}));
  question.categories = {"Hats"};
  EXPECT_EQ(items_for(question), (item_list{1, 3}));
}

TEST(recommender, built_in_personalized_answers_a_stranger_with_popular_items) {
  catalog::item_dictionary items;
  model::event_history history;
  for (std::uint32_t number = 1; number <= 20; ++number) {
    events::event stored;
    stored.type = events::event_type::click;
    stored.user = {{number, number}};
    stored.time_ms = 1'000'000'000;
    history.append(stored, *items.add({1, number, {}}));
  }
  history.settle();
  const auto models = model::build_models(model::built_in_models(), {history, items, 1'000'000'000, 1});
  const auto plans = recommend::built_in_scenarios();
  for (const auto& plan : plans) {
    if (plan.id == "bundle" || plan.id == "buy_again") continue;  // about an item, and about a past
    const auto answer = recommend::recommend({}, {plan, *models, items, {}});
    ASSERT_TRUE(answer) << plan.id;
    EXPECT_EQ(answer.value().items.size(), 10U) << plan.id;
  }
}

TEST(recommender, one_purchase_of_a_new_item_does_not_lead_before_ten_thousand_clicks) {
  catalog::item_dictionary items;
  model::event_history history;
  const auto add = [&](events::event_type type, std::uint64_t user, std::uint32_t number) {
    events::event stored;
    stored.type = type;
    stored.user = {{user, user}};
    stored.time_ms = 1'000'000'000 + static_cast<std::int64_t>(user) * 1000;
    history.append(stored, *items.add({1, number, {}}));
  };
  for (std::uint64_t user = 1; user <= 10'000; ++user)
    add(events::event_type::click, user, 1 + static_cast<std::uint32_t>(user % 60));
  add(events::event_type::buy, 20'000, 4711);
  history.settle();
  const auto models = model::build_models(model::built_in_models(), {history, items, 1'020'000'000, 1});
  for (const auto& plan : recommend::built_in_scenarios()) {
    if (plan.id != "landing_page" && plan.id != "popular" && plan.id != "personalized") continue;
    recommend::query question;
    question.count = 50;
    const auto answer = recommend::recommend(question, {plan, *models, items, {}});
    ASSERT_TRUE(answer) << plan.id;
    ASSERT_EQ(answer->items.size(), 50U) << plan.id;
    for (const auto& each : answer->items) EXPECT_NE(items.key_of(each.item).number, 4711U) << plan.id;
  }
}

TEST(recommender, same_question_has_the_same_answer_every_time) {
  std::mt19937 random(3);
  shop box;
  fixed_neighbours::rows rows;
  for (item_index item = 0; item < 100; ++item)
    for (int near = 0; near < 30; ++near)
      rows[item][static_cast<item_index>(random() % 100)] = static_cast<float>(1 + random() % 3);
  box.add_neighbours("near", rows);
  box.add_neighbours("far", rows);
  box.add_stage({{"near"}, {"far", 0.5F}});
  const auto question = box.about({5, 50, 7}, 50);
  const auto first = box.answer(question);
  std::set<item_index> seen;
  for (std::size_t place = 0; place < first.items.size(); ++place) {
    EXPECT_TRUE(seen.insert(first.items[place].item).second);
    EXPECT_LE(first.items[place].relevance, first.items[place == 0 ? 0 : place - 1].relevance);
  }
  for (int repeat = 0; repeat < 3; ++repeat) {
    static_cast<void>(box.answer(box.about({99}, 1)));  // leaves traces in whatever is kept between calls
    EXPECT_EQ(items_of(box.answer(question)), items_of(first));
  }
  // A shorter list is the beginning of the longer one.
  auto expected = items_of(first);
  expected.resize(7);
  EXPECT_EQ(items_of(box.answer(box.about({5, 50, 7}, 7))), expected);
}

TEST(recommender, sources_have_the_names_of_the_protocol) {
  EXPECT_EQ(recommend::name_of(context_source::request), "REQUEST");
  EXPECT_EQ(recommend::name_of(context_source::click), "CLICK");
  EXPECT_EQ(recommend::name_of(context_source::consume), "CONSUME");
  EXPECT_EQ(recommend::name_of(context_source::buy), "BUY");
  EXPECT_EQ(recommend::name_of(context_source::basket), "BASKET");
  EXPECT_EQ(recommend::name_of(context_source::rate), "RATE");
}

}  // namespace
}  // namespace footfall::test
