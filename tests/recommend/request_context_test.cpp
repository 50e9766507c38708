// Context items: named, by history code, and automatic.
#include "recommend/request_context.hpp"

#include "recommend/shop.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::history_type;
using recommend::context_flag;
using recommend::context_source;
using recommend::query;
using recommend::request_context;
using item_list = std::vector<item_index>;

class request_context_test : public testing::Test {
 protected:
  request_context_test() {
    box_.add_neighbours("model", {});
    box_.add_stage({{"model", 1, context_flag::automatic},
                    {"model", 1, context_flag::item},
                    {"model", 1, context_flag::none},
                    {"model", 1, context_flag::clicked},
                    {"model", 1, context_flag::owns},
                    {"model", 1, context_flag::basket}});
    box_.history = {{3, 90, history_type::rendered, 1},  {5, 80, history_type::clicked, 1},
                    {100, 75, history_type::clicked, 1},  // of another type
                    {6, 70, history_type::owns, 1},      {5, 60, history_type::owns, 1},
                    {7, 50, history_type::rated, 90},    {8, 40, history_type::clicked, 1},
                    {9, 30, history_type::consumed, 50}};
  }

  request_context resolve(const query& question) const {
    const recommend::recommend_input input{box_.plan, box_.models, box_.items, box_.history};
    std::vector<recommend::scenario_model> models;
    recommend::find_models(box_.plan, box_.models, models);
    return request_context(question, input, models);
  }
  static item_list of(const request_context& context, context_flag flag) {
    const auto& list = context.of(flag).items;
    return {list.begin(), list.end()};
  }
  item_list used(const query& question) const {
    auto context = resolve(question);
    item_list found;
    for (const auto& item : context.used()) found.push_back(item.index.value_or(999));
    return found;
  }
  query codes(std::initializer_list<recommend::context_reference> entries) const {
    query question;
    question.context = entries;
    return question;
  }

  shop box_;
};

TEST_F(request_context_test, history_codes_stand_for_their_items_newest_first_in_the_order_of_the_request) {
  EXPECT_EQ(used(codes({history_type::owns, history_type::clicked})), (item_list{6, 5, 8}));
  EXPECT_EQ(used(codes({history_type::clicked, history_type::owns})), (item_list{5, 8, 6}));
}

TEST_F(request_context_test, items_and_codes_mix_and_repeats_gather_their_sources) {
  const auto question = codes({box_.items.key_of(5), history_type::clicked, history_type::owns});
  auto context = resolve(question);
  ASSERT_EQ(context.used().size(), 3U);
  const auto& sources = context.used()[0].sources;
  ASSERT_EQ(sources.size(), 3U);
  EXPECT_EQ(sources[0], context_source::request);
  EXPECT_EQ(sources[1], context_source::click);
  EXPECT_EQ(sources[2], context_source::buy);
  EXPECT_EQ(of(context, context_flag::automatic), (item_list{5, 8, 6}));
}

TEST_F(request_context_test, models_that_need_no_context_get_none_so_that_nothing_is_filtered_for_them) {
  box_.models.models.clear();
  box_.add_list("model", {});
  const auto context = resolve({});
  EXPECT_TRUE(of(context, context_flag::automatic).empty());
  std::vector<item_index> filtered;
  context.append_items(filtered);
  EXPECT_TRUE(filtered.empty());
}

TEST_F(request_context_test, unknown_items_are_echoed_and_not_asked_with) {
  const auto question = codes({item_key{1, 4711, {}}, box_.items.key_of(2)});
  EXPECT_EQ(used(question), (item_list{999, 2}));
  EXPECT_EQ(of(resolve(question), context_flag::automatic), (item_list{2}));
}

TEST_F(request_context_test, without_context_in_the_request_automatic_is_the_history_each_item_once) {
  const auto context = resolve({});
  EXPECT_EQ(of(context, context_flag::automatic), (item_list{5, 6, 7, 8, 9}));
  const auto& sources = context.of(context_flag::automatic).sources;
  EXPECT_EQ(sources[0], context_source::click);
  EXPECT_EQ(sources[1], context_source::buy);
  EXPECT_EQ(sources[2], context_source::rate);
  EXPECT_EQ(sources[4], context_source::consume);
  EXPECT_TRUE(context.of(context_flag::automatic).given);
  EXPECT_TRUE(of(context, context_flag::item).empty());
  EXPECT_FALSE(context.of(context_flag::item).given);
}

TEST_F(request_context_test, items_of_the_request_come_before_the_history) {
  const auto context = resolve(box_.about({20, 21}));
  EXPECT_EQ(of(context, context_flag::automatic), (item_list{20, 21}));
  EXPECT_EQ(of(context, context_flag::item), (item_list{20, 21}));
}

TEST_F(request_context_test, flags_of_one_history_take_that_history_whatever_the_request_names) {
  const auto context = resolve(box_.about({20}));
  EXPECT_EQ(of(context, context_flag::clicked), (item_list{5, 8}));
  EXPECT_EQ(of(context, context_flag::owns), (item_list{6, 5}));
  EXPECT_TRUE(of(context, context_flag::basket).empty());
  EXPECT_FALSE(context.of(context_flag::basket).given);
  EXPECT_TRUE(of(context, context_flag::none).empty());
}

TEST_F(request_context_test, rendered_items_are_never_context) {
  EXPECT_TRUE(used(codes({history_type::rendered, history_type::none})).empty());
}

TEST_F(request_context_test, more_entries_than_allowed_are_ignored) {
  query question;
  for (item_index item = 0; item < 90; ++item) question.context.emplace_back(box_.items.key_of(item));
  EXPECT_EQ(used(question).size(), recommend::context_entries_max);
  EXPECT_EQ(of(resolve(question), context_flag::automatic).size(), model::context_sets_max);
}

TEST_F(request_context_test, more_of_a_history_than_models_of_ranks_look_at_is_not_left_out) {
  shop box;
  box.add_neighbours("near", {{5, {{6, 9.0F}, {17, 1.0F}}}});
  box.add_stage({{"near"}});
  for (item_index item = 5; item < 18; ++item)
    box.history.push_back({item, 100 - item, history_type::clicked, 1});
  EXPECT_EQ(items_of(box.answer({})), item_list{17});
}

TEST_F(request_context_test, whether_what_was_bought_is_shown_is_for_the_automatic_filter_to_say) {
  shop box;
  box.add_neighbours("near", {{5, {{6, 9.0F}, {7, 5.0F}, {1, 1.0F}}}});
  box.add_stage({{"near"}});
  box.history = {
      {5, 80, history_type::clicked, 1}, {6, 70, history_type::clicked, 1}, {7, 60, history_type::owns, 1}};
  EXPECT_EQ(items_of(box.answer({})), item_list{1});
  box.plan.filters.already_purchased = recommend::automatic_switch::automatic();
  EXPECT_EQ(items_of(box.answer({})), item_list{1});
  box.models.repurchase_share = 0.5;
  EXPECT_EQ(items_of(box.answer({})), (item_list{7, 1}));
}

TEST_F(request_context_test, automatic_context_items_are_left_out_of_the_answer) {
  shop box;
  box.add_neighbours("near", {{5, {{6, 9.0F}, {1, 1.0F}}}});
  box.add_stage({{"near"}});
  box.history = {{5, 80, history_type::clicked, 1}, {6, 70, history_type::clicked, 1}};
  const auto answer = box.answer({});
  EXPECT_EQ(items_of(answer), (item_list{1}));
  EXPECT_EQ(answer.items[0].origin_source, context_source::click);
  EXPECT_TRUE(answer.context_items.empty());
}

}  // namespace
}  // namespace footfall::test
