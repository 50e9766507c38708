// What an answer says of itself: why it is short, how long it lasts, how it came to be.
#include "recommend/shop.hpp"
#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::history_type;
using recommend::shortage;

constexpr std::int64_t minute_ms = 60'000;

TEST(answer, full_one_has_no_cause) {
  shop box;
  box.add_list("top", {{1, 2, 0}, {2, 1, 0}});
  box.add_stage({{"top"}});
  EXPECT_EQ(box.answer(box.about({}, 2)).cause, shortage::none);
}

TEST(answer, short_one_says_why) {
  shop box;
  box.add_neighbours("near", {{5, {{6, 1.0F}}}});
  box.add_list("top", {{1, 2, 0}, {2, 1, 0}});
  box.add_stage({{"top"}});
  EXPECT_EQ(box.answer(box.about({}, 3)).cause, shortage::no_data);
  EXPECT_EQ(box.answer(box.about({1}, 3)).cause, shortage::filters);
  // What an earlier stage has answered is not what a filter took.
  box.add_stage({{"top"}});
  EXPECT_EQ(box.answer(box.about({}, 3)).cause, shortage::no_data);
  box.add_stage({{"near"}});
  EXPECT_EQ(box.answer(box.about({}, 3)).cause, shortage::no_context);
}

TEST(answer, no_more_than_the_bound_is_looked_at) {
  shop box;
  std::vector<model::scored_item> list;
  for (item_index item = 0; item < recommend::candidates_max + 5; ++item) {
    static_cast<void>(box.items.add({2, 1000 + item, {}}));
    list.push_back({item + 100, 200'000.0F - static_cast<float>(item), 0});
  }
  list.push_back({1, 1, 0});
  box.add_list("top", list);
  box.add_stage({{"top"}});
  const auto answer = box.answer(box.about({}));
  EXPECT_TRUE(answer.items.empty());
  EXPECT_EQ(answer.cause, shortage::bound);
}

/// A clock that goes on by a millisecond whenever it is asked.
class hasty_clock final : public clock {
 public:
  [[nodiscard]] std::int64_t wall_ms() const noexcept override { return 0; }
  [[nodiscard]] std::int64_t steady_ns() const noexcept override { return ++asked_ * 1'000'000; }

 private:
  mutable std::int64_t asked_ = 0;
};

TEST(answer, after_the_deadline_what_is_there_is_the_answer) {
  shop box;
  box.add_list("first", {{1, 1, 0}});
  box.add_list("second", {{2, 1, 0}});
  box.add_list("third", {{3, 1, 0}});
  box.add_stage({{"first"}, {"second"}});
  box.add_stage({{"third"}});
  const auto items_within = [&](std::int64_t ms) {
    const hasty_clock time;
    const auto answer = recommend::recommend({}, {.plan = box.plan,
                                                  .models = box.models,
                                                  .items = box.items,
                                                  .history = {},
                                                  .time = &time,
                                                  .deadline_ns = ms * 1'000'000});
    EXPECT_EQ(answer->cause, ms < 5 ? shortage::deadline : shortage::no_data);
    EXPECT_EQ(answer->fresh.is_cut, ms < 5);
    return answer->items.size();
  };
  EXPECT_EQ(items_within(1), 1U);  // the first model is always asked
  EXPECT_EQ(items_within(2), 2U);
  EXPECT_EQ(items_within(5), 3U);
}

TEST(answer, lasts_as_long_as_its_models_and_no_longer_than_the_user_allows) {
  shop box;
  box.add_neighbours("near", {{5, {{6, 1.0F}}}});
  box.add_list("top", {{1, 2, 0}});
  box.models.models[0].definition.set(model::option::half_life, 32 * 60 * minute_ms);
  box.models.models[1].definition.set(model::option::half_life, 0);
  box.add_stage({{"top"}});
  EXPECT_EQ(box.answer(box.about({})).fresh.lasts_ms, 24 * 60 * minute_ms);
  box.models.models[1].definition.set(model::option::shuffle, 4 * 60 * minute_ms);
  EXPECT_EQ(box.answer(box.about({})).fresh.lasts_ms, 2 * 60 * minute_ms);
  box.add_stage({{"near"}});
  EXPECT_EQ(box.answer(box.about({5})).fresh.lasts_ms, 30 * minute_ms);
  // Without context items the user's own would be used.
  EXPECT_EQ(box.answer(box.about({})).fresh.lasts_ms, 5 * minute_ms);
  box.plan.filters.already_purchased = true;
  EXPECT_EQ(box.answer(box.about({5})).fresh.lasts_ms, 5 * minute_ms);
  box.history = {{9, 70, history_type::owns, 1}, {8, 50, history_type::clicked, 1}};
  EXPECT_EQ(box.answer(box.about({5})).fresh.newest_entry_ms, 70'000);
}

TEST(answer, record_tells_stages_shares_and_what_filters_took) {
  shop box;
  box.add_neighbours("near", {{5, {{1, 0.75F}, {2, 0.25F}}}});
  box.add_list("top", {{5, 6, 0}, {2, 4, 0}, {3, 2, 0}});
  box.add_stage({{"near"}, {"top"}});
  box.add_stage({{"top"}});
  recommend::answer_record record;
  const auto question = box.about({5}, 3);
  const auto answer = recommend::recommend(
      question,
      {.plan = box.plan, .models = box.models, .items = box.items, .history = {}, .record = &record});
  EXPECT_EQ(items_of(*answer), items_of(box.answer(question)));
  ASSERT_EQ(record.stages.size(), 2U);
  EXPECT_TRUE(record.stages[0].asked);
  EXPECT_EQ(record.stages[0].candidates, 3U);
  EXPECT_EQ(record.stages[0].gave, 3U);
  EXPECT_FALSE(record.stages[1].asked);
  ASSERT_EQ(record.items.size(), 3U);
  // Item 2 has 4 of 6 of one list and a quarter of the other.
  ASSERT_EQ(answer->items[0].item, 2U);
  ASSERT_EQ(record.items[0].shares.size(), 2U);
  EXPECT_EQ(record.items[0].shares[0].model->definition.id, "top");
  EXPECT_NEAR(record.items[0].shares[0].share, 4.0 / 6, 1e-6);
  EXPECT_NEAR(record.items[0].shares[1].share, 0.25, 1e-6);
  ASSERT_EQ(record.refused.size(), 1U);
  EXPECT_EQ(record.refused[0].item, 5U);
  EXPECT_EQ(record.refused[0].by->name, "context_items");
}

TEST(answer, group_is_put_in_order_as_a_whole) {
  shop box;
  box.add_neighbours("near", {{5, {{1, 0.75F}, {2, 0.25F}, {8, 5.0F}}}});
  box.add_list("top", {{4, 6, 0}, {2, 4, 0}, {3, 2, 0}});
  box.add_stage({{"near"}});
  box.add_stage({{"top"}});
  const std::vector<item_index> group{1, 2, 3, 7};
  const auto answer = recommend::recommend(
      box.about({5}, 1),
      {.plan = box.plan, .models = box.models, .items = box.items, .history = {}, .group = group});
  EXPECT_EQ(items_of(*answer), (std::vector<item_index>{1, 2, 3}));
}

}  // namespace
}  // namespace footfall::test
