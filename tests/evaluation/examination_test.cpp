// Iterative revealing, both views, and what the measures mean.
#include "footfall/evaluation/examination.hpp"

#include "recommend/shop.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace footfall::test {
namespace {

using evaluation::view;
using events::event_type;

// After 1 comes 2, then 3; 9 is never learned.
struct small_shop : shop {
  model::event_history training;

  small_shop() {
    for (const item_index item : {1U, 2U, 2U, 3U, 4U})
      append_event(training, event_type::click, 1, item, 1000);
    training.settle();
    add_neighbours("near", {{1, {{2, 0.9F}, {3, 0.5F}}}, {2, {{1, 0.9F}, {3, 0.1F}}}});
    add_stage({{"near"}});
  }
  evaluation::measures examine(view which, const std::vector<item_index>& session) const {
    const evaluation::known_items known(training);
    evaluation::examination examined(plan, models, items, known, event_type::click, which);
    examined.ask(session);
    return examined.total();
  }
};

TEST(examination, each_event_is_looked_for_behind_those_before_it) {
  const auto found = small_shop().examine(view::novel, {1, 2, 3});
  EXPECT_EQ(found.sessions, 1U);
  EXPECT_EQ(found.queries, 2U);
  EXPECT_DOUBLE_EQ(found.hit_rate, 1);
  EXPECT_DOUBLE_EQ(found.reciprocal_rank, 1);  // 1 and 2 are left out of the second list
}

TEST(examination, rank_of_the_target_decides_reciprocal_rank_and_gain) {
  const auto found = small_shop().examine(view::novel, {1, 3});
  EXPECT_DOUBLE_EQ(found.reciprocal_rank, 0.5);
  EXPECT_DOUBLE_EQ(found.gain, 1 / std::log2(3));
}

TEST(examination, repeats_are_asked_for_in_the_standard_view_only) {
  const small_shop shop;
  EXPECT_EQ(shop.examine(view::novel, {1, 2, 1}).queries, 1U);
  const auto standard = shop.examine(view::standard, {1, 2, 1});
  EXPECT_EQ(standard.queries, 2U);
  EXPECT_DOUBLE_EQ(standard.hit_rate, 1);
}

TEST(examination, items_that_were_never_learned_are_counted_and_passed_over) {
  const auto found = small_shop().examine(view::novel, {1, 9, 2});
  EXPECT_EQ(found.unknown_targets, 1U);
  EXPECT_EQ(found.queries, 1U);
  EXPECT_DOUBLE_EQ(found.hit_rate, 1);
}

TEST(examination, coverage_and_popularity_are_those_of_the_lists) {
  const auto found = small_shop().examine(view::novel, {1, 4});
  EXPECT_DOUBLE_EQ(found.hit_rate, 0);
  EXPECT_DOUBLE_EQ(found.coverage, 0.5);          // 2 and 3 of 1, 2, 3, 4
  EXPECT_DOUBLE_EQ(found.popularity_bias, 0.75);  // counts 2 and 1 of at most 2
}

TEST(held_out, session_across_the_split_is_on_neither_side) {
  model::event_history history;
  append_event(history, event_type::click, 1, 1, 990);
  append_event(history, event_type::click, 1, 2, 1010);
  append_event(history, event_type::click, 1, 3, 1020);
  append_event(history, event_type::click, 2, 4, 1010);
  append_event(history, event_type::click, 2, 5, 1030);
  append_event(history, event_type::click, 3, 6, 1040);
  history.settle({60});
  const auto sessions = evaluation::sessions_after(history, event_type::click, 1000, 60);
  ASSERT_EQ(sessions.size(), 1U);
  EXPECT_EQ(evaluation::items_of(sessions, 0)[0], 4U);
}

}  // namespace
}  // namespace footfall::test
