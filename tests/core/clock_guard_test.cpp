#include "footfall/core/clock_guard.hpp"

#include "support/manual_clock.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t year_ms = 365 * day_ms;

class clock_guarded : public testing::Test {
 protected:
  /// The process runs on, looking at the clock every minute.
  void run(std::int64_t duration_ms) {
    constexpr std::int64_t minute_ms = 60'000;
    for (std::int64_t run_ms = 0; run_ms < duration_ms; run_ms += minute_ms) {
      time.advance_ms(minute_ms);
      mark = guard.observe();
    }
  }
  void leap(std::int64_t by_ms) { time.set_wall_ms(time.wall_ms() + by_ms); }

  manual_clock time;
  clock_guard guard{time};
  clock_mark mark;
};

TEST_F(clock_guarded, a_clock_that_goes_on_or_is_set_by_less_than_a_day_is_trusted) {
  run(2 * day_ms);
  EXPECT_TRUE(guard.trusts());
  EXPECT_EQ(guard.wall_ms(), time.wall_ms());
  for (const auto by_ms : {23 * hour_ms, -23 * hour_ms}) {
    leap(by_ms);
    EXPECT_EQ(guard.wall_ms(), time.wall_ms());
    run(hour_ms);
    EXPECT_TRUE(guard.trusts());
  }
  EXPECT_EQ(mark, (clock_mark{time.wall_ms(), time.wall_ms(), 0}));
}

TEST_F(clock_guarded, nothing_ages_by_a_leap_not_even_before_it_was_looked_at) {
  const auto before_ms = time.wall_ms();
  leap(year_ms);
  EXPECT_FALSE(guard.trusts());
  EXPECT_EQ(guard.ahead_ms(), year_ms);
  EXPECT_EQ(guard.wall_ms(), before_ms);
  run(hour_ms);
  EXPECT_EQ(guard.wall_ms(), before_ms + hour_ms);
  leap(-2 * year_ms);  // of two clocks that differ the earlier one counts
  EXPECT_EQ(guard.wall_ms(), time.wall_ms());
  EXPECT_FALSE(guard.trusts());
}

TEST_F(clock_guarded, a_clock_that_comes_back_is_trusted_at_once) {
  leap(year_ms);
  run(hour_ms);
  leap(-year_ms);
  EXPECT_TRUE(guard.trusts());
  EXPECT_EQ(guard.wall_ms(), time.wall_ms());
}

TEST_F(clock_guarded, a_leap_that_holds_for_a_day_of_running_is_the_time) {
  leap(year_ms);
  run(23 * hour_ms);
  leap(year_ms);  // not the same time that held: the day begins again
  run(23 * hour_ms);
  EXPECT_FALSE(guard.trusts());
  run(2 * hour_ms);
  EXPECT_TRUE(guard.trusts());
  EXPECT_EQ(guard.wall_ms(), time.wall_ms());
}

TEST_F(clock_guarded, an_operator_can_say_that_it_is_right) {
  leap(-year_ms);
  run(hour_ms);
  EXPECT_FALSE(guard.trusts());
  guard.accept();
  EXPECT_TRUE(guard.trusts());
  EXPECT_EQ(guard.wall_ms(), time.wall_ms());
}

TEST_F(clock_guarded, a_start_goes_by_what_the_last_run_left) {
  run(hour_ms);
  for (const auto& [stopped_ms, trusts] : {std::pair(23 * hour_ms, true), std::pair(25 * hour_ms, false)}) {
    manual_clock later(mark.trusted_ms + stopped_ms);
    clock_guard next(later);
    next.begin_with(mark);
    next.observe();
    EXPECT_EQ(next.trusts(), trusts);
    EXPECT_EQ(next.wall_ms(), trusts ? later.wall_ms() : mark.trusted_ms);
  }
}

TEST_F(clock_guarded, restarts_do_not_begin_the_day_again_while_the_clock_holds) {
  leap(year_ms);
  run(20 * hour_ms);
  manual_clock later(time.wall_ms() + hour_ms);
  clock_guard next(later);
  next.begin_with(mark);
  next.observe();
  EXPECT_FALSE(next.trusts());
  later.advance_ms(5 * hour_ms);
  next.observe();
  EXPECT_TRUE(next.trusts());
}

}  // namespace
}  // namespace footfall::test
