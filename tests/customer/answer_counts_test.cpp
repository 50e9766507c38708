// Answers of scenarios by the hour.
#include "footfall/customer/answer_counts.hpp"

#include "footfall/recommend/recommender.hpp"

#include <gtest/gtest.h>

namespace footfall::customer {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;

struct counts : answer_counts {
  void answer(std::string_view scenario, std::int64_t hour, std::size_t items = 2) {
    recommend::recommendation given;
    given.items.resize(items);
    count(scenario, given, hour * hour_ms);
  }
};

TEST(answer_counts, are_told_by_the_hour) {
  counts so_far;
  so_far.answer("box", 100);
  so_far.answer("other", 101);
  so_far.answer("box", 103, 5);
  so_far.answer("box", 103);
  EXPECT_EQ(so_far.within("box", 0, 1000), (answers_in_span{3, 9}));
  EXPECT_EQ(so_far.within("box", 100, 101), (answers_in_span{1, 2}));
  EXPECT_EQ(so_far.within("box", 101, 103), answers_in_span{});
  EXPECT_EQ(so_far.within("box", 102, 104), (answers_in_span{2, 7}));
  EXPECT_EQ(so_far.within("other", 101, 102), (answers_in_span{1, 2}));
  EXPECT_EQ(so_far.within("other", 102, 1000), answers_in_span{});
  EXPECT_EQ(so_far.within("box", 104, 100), answers_in_span{});
  EXPECT_EQ(so_far.within("none", 0, 1000), answers_in_span{});
  EXPECT_EQ(so_far.since_start("box"), (answers_in_span{3, 9}));
  EXPECT_EQ(so_far.since_start("none"), answers_in_span{});
}

TEST(answer_counts, of_a_clock_that_was_set_back_belong_to_the_latest_hour) {
  counts so_far;
  so_far.answer("box", 100);
  so_far.answer("box", 90);
  EXPECT_EQ(so_far.within("box", 100, 101), (answers_in_span{2, 4}));
}

TEST(answer_counts, of_long_ago_are_kept_in_the_sum_alone) {
  counts so_far;
  constexpr auto hours = static_cast<std::int64_t>(answer_counts::hours_max);
  for (std::int64_t hour = 1; hour <= hours + 10; ++hour) so_far.answer("box", hour);
  EXPECT_EQ(so_far.within("box", hours, hours + 1), (answers_in_span{1, 2}));
  EXPECT_EQ(so_far.within("box", 1, 2), answers_in_span{});
  so_far.visit([&](const std::string&, const scenario_answers& all) {
    EXPECT_EQ(all.calls(), static_cast<std::uint64_t>(hours + 10));
  });
}

}  // namespace
}  // namespace footfall::customer
