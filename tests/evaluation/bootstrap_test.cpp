// Intervals and comparisons.
#include "footfall/evaluation/bootstrap.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace footfall::test {
namespace {

using evaluation::session_score;

// Every `period`-th session of 1,000 hits.
std::vector<session_score> scores_with(std::size_t period) {
  std::vector<session_score> scores(1000, {1, 0, 0, 0});
  for (std::size_t place = 0; place < scores.size(); place += period) scores[place] = {1, 1, 1, 1};
  return scores;
}

TEST(bootstrap, interval_holds_the_value_and_is_as_wide_as_the_binomial_one) {
  const auto found = evaluation::find_intervals(scores_with(2));
  EXPECT_DOUBLE_EQ(found.hit_rate.value, 0.5);
  EXPECT_NEAR(found.hit_rate.low, 0.5 - 1.96 * 0.0158, 0.005);
  EXPECT_NEAR(found.hit_rate.high, 0.5 + 1.96 * 0.0158, 0.005);
}

TEST(bootstrap, same_scores_are_not_different) {
  const auto same = evaluation::compare(scores_with(3), scores_with(3));
  EXPECT_DOUBLE_EQ(same.hit_rate.change.value, 0);
  EXPECT_FALSE(same.hit_rate.significant);
}

TEST(bootstrap, small_gain_on_the_same_sessions_is_significant_because_they_are_paired) {
  const auto first = scores_with(2);
  auto second = first;
  for (std::size_t place = 1; place < 60; place += 2) second[place] = {1, 1, 1, 1};
  const auto found = evaluation::compare(first, second);
  EXPECT_NEAR(found.hit_rate.change.value, 0.03, 1e-9);
  EXPECT_TRUE(found.hit_rate.significant);
}

TEST(bootstrap, change_of_a_handful_is_not_significant) {
  const auto first = scores_with(2);
  auto second = first;
  second[1] = {1, 1, 1, 1};
  second[0] = {1, 0, 0, 0};
  second[3] = {1, 1, 1, 1};
  EXPECT_FALSE(evaluation::compare(first, second).hit_rate.significant);
}

TEST(bootstrap, nothing_asked_is_nothing_found) {
  EXPECT_DOUBLE_EQ(evaluation::find_intervals({}).hit_rate.value, 0);
  EXPECT_FALSE(evaluation::compare({}, {}).gain.significant);
}

}  // namespace
}  // namespace footfall::test
