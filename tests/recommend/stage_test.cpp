// One stage: filters, mixtures, asking for more.
#include "recommend/shop.hpp"

#include <gtest/gtest.h>

#include <map>

namespace footfall::test {
namespace {

using events::history_type;
using item_list = std::vector<item_index>;

TEST(stage, excluded_items_give_way_to_the_next_ones) {
  shop box;
  box.add_list("top", {{1, 9, 0}, {2, 8, 0}, {3, 7, 0}, {4, 6, 0}, {5, 5, 0}});
  box.add_stage({{"top"}});
  box.plan.filters.already_purchased = true;
  box.history = {{2, 100, history_type::owns, 1}, {4, 90, history_type::clicked, 1}};
  EXPECT_EQ(items_of(box.answer(box.about({1}, 3))), (item_list{3, 4, 5}));
  box.plan.filters = {false, false, false};
  EXPECT_EQ(items_of(box.answer(box.about({1}, 3))), (item_list{1, 2, 3}));
}

TEST(stage, model_is_asked_for_more_until_enough_items_pass) {
  // 90 items of another type stand before the first one that can be shown.
  catalog::item_dictionary dictionary;
  std::vector<model::scored_item> list;
  for (std::uint32_t item = 0; item < 1000; ++item) {
    static_cast<void>(dictionary.add({item < 900 ? 2U : 1U, item + 1, {}}));
    list.push_back({item, 2000.0F - static_cast<float>(item), 0});
  }
  shop box;
  box.add_list("top", list);
  box.add_stage({{"top"}});
  const auto answer = recommend::recommend({}, {box.plan, box.models, dictionary, {}});
  ASSERT_TRUE(answer);
  ASSERT_EQ(answer.value().items.size(), 10U);
  EXPECT_EQ(answer.value().items[0].item, 900U);
  EXPECT_EQ(answer.value().items[9].item, 909U);
}

TEST(stage, lists_are_divided_by_their_sums_before_they_are_mixed) {
  shop box;
  box.add_list("loud", {{1, 600, 0}, {2, 400, 0}});
  box.add_list("quiet", {{2, 0.7F, 0}, {3, 0.3F, 0}});
  box.add_stage({{"loud"}, {"quiet"}});
  const auto answer = box.answer(box.about({}));
  EXPECT_EQ(items_of(answer), (item_list{2, 1, 3}));  // 0.4 + 0.7, 0.6, 0.3
  EXPECT_EQ(answer.items[0].relevance, 1000U);
  EXPECT_EQ(answer.items[1].relevance, 545U);
  EXPECT_EQ(answer.items[2].relevance, 273U);
  EXPECT_EQ(answer.items[0].model, "quiet");
  EXPECT_EQ(answer.items[1].model, "loud");
}

TEST(stage, model_knows_whether_it_stands_alone) {
  shop box;
  box.add("near", "CF_I2I_CLICK", boost::make_shared<two_faced>(1U, 2U));
  box.add_stage({{"near"}});
  EXPECT_EQ(items_of(box.answer(box.about({10}))), (item_list{2}));
  box.plan.stages[0].models.push_back({"model_that_is_not_built_yet"});
  EXPECT_EQ(items_of(box.answer(box.about({10}))), (item_list{1}));
}

TEST(stage, weight_is_the_share_of_a_model) {
  shop box;
  box.add_list("first", {{1, 1, 0}});
  box.add_list("second", {{2, 1, 0}});
  box.add_stage({{"first", 1}, {"second", 4}});
  const auto answer = box.answer(box.about({}));
  EXPECT_EQ(items_of(answer), (item_list{2, 1}));
  EXPECT_EQ(answer.items[1].relevance, 250U);
}

TEST(stage, excluded_items_have_no_part_in_the_sum) {
  shop box;
  box.add_list("first", {{0, 98, 0}, {1, 2, 0}});
  box.add_list("second", {{2, 1, 0}, {3, 1, 0}});
  box.add_stage({{"first"}, {"second"}});
  const auto answer = box.answer(box.about({0}));
  EXPECT_EQ(answer.items[0].item, 1U);
}

TEST(stage, items_found_by_several_models_have_the_origins_of_all) {
  shop box;
  box.add_neighbours("first", {{10, {{1, 1.0F}}}});
  box.add_neighbours("second", {{11, {{1, 1.0F}}}});
  box.add_stage({{"first"}, {"second"}});
  const auto answer = box.answer(box.about({10, 11}));
  ASSERT_EQ(answer.items.size(), 1U);
  EXPECT_EQ(item_list(answer.items[0].origin.begin(), answer.items[0].origin.end()), (item_list{10, 11}));
  EXPECT_EQ(answer.items[0].model, "first");
}

TEST(stage, share_of_popularity_reaches_what_others_name_and_brings_its_own) {
  shop box;
  box.add_neighbours("near", {{10, {{1, 0.5F}, {2, 0.5F}}}});
  box.add_list("top", {{3, 6, 0}, {2, 4, 0}});
  box.add_stage({{"near"}, {"top", 0.1F, recommend::context_flag::automatic, true}});
  const auto answer = box.answer(box.about({10}));
  EXPECT_EQ(items_of(answer), (item_list{2, 1, 3}));  // 0.5 + 0.04, 0.5, 0.06
  EXPECT_EQ(answer.items[0].model, "near");
  EXPECT_EQ(answer.items[2].model, "top");
  EXPECT_EQ(answer.items[2].relevance, 111U);
}

TEST(stage, equal_scores_are_ordered_by_popularity_then_by_key) {
  shop box;
  box.add_neighbours("near", {{10, {{1, 1.0F}, {2, 1.0F}, {3, 1.0F}, {4, 1.0F}}}});
  box.add_list("top", {{3, 6, 0}, {1, 4, 0}});
  box.add_stage({{"near"}});
  box.add_stage({{"top"}});
  EXPECT_EQ(items_of(box.answer(box.about({10}))), (item_list{3, 1, 4, 2}));
  EXPECT_EQ(items_of(box.answer(box.about({10}, 1))), (item_list{3}));
}

TEST(stage, chosen_weights_divide_co_occurrence_and_session_knn_anew) {
  shop box;
  box.add_neighbours("pairs", {{10, {{1, 1.0F}}}});
  box.add("sessions", "SESSION_KNN_CLICK",
          boost::make_shared<fixed_neighbours>(fixed_neighbours::rows{{10, {{2, 1.0F}}}}));
  box.add_stage({{"pairs", 0.65F}, {"sessions", 0.35F}});
  EXPECT_EQ(items_of(box.answer(box.about({10}))), (item_list{1, 2}));
  box.models.choices.push_back(
      {.learns_from = events::event_type::click, .session_weight = 0.8, .reason = {}});
  EXPECT_EQ(items_of(box.answer(box.about({10}))), (item_list{1, 2}));  // the stage does not ask for it
  box.plan.stages[0].chosen_weights = true;
  const auto answer = box.answer(box.about({10}));
  EXPECT_EQ(items_of(answer), (item_list{2, 1}));
  EXPECT_EQ(answer.items[1].relevance, 250U);
  box.models.choices[0].session_weight = 1;
  EXPECT_EQ(items_of(box.answer(box.about({10}))), (item_list{2}));
}

struct basket_shop : shop {
  basket_shop() {
    add_neighbours("pairs", {{10, {{1, 1.0F}}}});
    const auto add_one = [&](const char* id, const char* type, item_index item) {
      add(id, type, boost::make_shared<fixed_neighbours>(fixed_neighbours::rows{{10, {{item, 1.0F}}}}));
    };
    add_one("sessions", "SESSION_KNN_CLICK", 2);
    add_one("sets", "RIDGE_SET_CLICK", 3);
    add_one("own", "OWN_ITEMS_CLICK", 4);
    add_stage({{"pairs", 0.1F}, {"sessions", 0.2F}, {"sets", 0.3F}, {"own", 0.4F}});
    plan.stages[0].chosen_weights = true;
  }
  std::map<item_index, float> shares(const model::weight_choice& choice) {
    models.choices = {choice};
    recommend::answer_record record;
    const auto answer = recommend::recommend(
        about({10}), {.plan = plan, .models = models, .items = items, .history = {}, .record = &record});
    std::map<item_index, float> found;
    for (std::size_t place = 0; place < answer->items.size(); ++place)
      found[answer->items[place].item] = record.items[place].shares.front().share;
    return found;
  }
};

TEST(stage, chosen_weights_divide_own_items_and_sets_and_what_they_leave) {
  basket_shop box;
  model::weight_choice choice{.learns_from = events::event_type::click, .reason = {}};
  choice.session_weight = 0.25;
  choice.set_weight = 0.5;
  choice.own_weight = 0.2;
  auto shares = box.shares(choice);
  EXPECT_NEAR(shares[4], 0.2, 1e-6);
  EXPECT_NEAR(shares[3], 0.4, 1e-6);
  EXPECT_NEAR(shares[2], 0.1, 1e-6);
  EXPECT_NEAR(shares[1], 0.3, 1e-6);
  choice.set_weight = choice.own_weight = 0;
  shares = box.shares(choice);
  EXPECT_EQ(shares.size(), 2U);
  EXPECT_NEAR(shares[1], 0.75, 1e-6);
}

TEST(stage, a_part_that_a_mixture_does_not_have_takes_nothing_of_the_others) {
  basket_shop box;
  box.plan.stages[0].models.resize(2);
  model::weight_choice choice{.learns_from = events::event_type::click, .reason = {}};
  choice.session_weight = 0.5;
  auto shares = box.shares(choice);
  EXPECT_NEAR(shares[1], 0.15, 1e-6);
  EXPECT_NEAR(shares[2], 0.15, 1e-6);
}

TEST(stage, few_events_have_little_weight_beside_many) {
  shop box;
  std::vector<model::scored_item> clicked;
  for (item_index item = 0; item < 60; ++item)
    clicked.push_back({item, 200.0F - static_cast<float>(item), 0});
  box.add_list("clicked", clicked, 10'000);
  box.add_list("bought", {{99, 1, 0}}, 1);
  box.add_stage({{"clicked"}, {"bought"}});
  const auto found = items_of(box.answer(box.about({}, 50)));
  EXPECT_EQ(std::ranges::find(found, 99U), found.end());
  // As many events have as much weight: the only item of its list then leads.
  box.models.models.pop_back();
  box.add_list("bought", {{99, 1, 0}}, 10'000);
  EXPECT_EQ(items_of(box.answer(box.about({}))).front(), 99U);
}

TEST(stage, a_model_that_learns_from_no_events_keeps_its_weight) {
  shop box;
  box.add_list("clicked", {{1, 1, 0}}, 10'000);
  box.add_list("edited", {{2, 1, 0}}, 0);
  box.add_stage({{"clicked"}, {"edited", 2}});
  EXPECT_EQ(items_of(box.answer(box.about({}))), (item_list{2, 1}));
}

TEST(stage, models_without_list_leave_the_mixture_to_the_others) {
  shop box;
  box.add_neighbours("near", {});
  box.add_list("top", {{1, 2, 0}, {2, 1, 0}});
  box.add_stage({{"near"}, {"top"}});
  EXPECT_EQ(items_of(box.answer(box.about({}))), (item_list{1, 2}));
}

}  // namespace
}  // namespace footfall::test
