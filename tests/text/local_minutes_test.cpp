// The time of day in a zone, across the change of the clocks.
#include "footfall/text/local_minutes.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::int64_t hour_s = 3600;
constexpr std::int64_t october_25_s =
    1'792'879'200;  // 2026-10-25T00:00 in Berlin; the clocks go back at 03:00

TEST(local_minutes, are_what_the_clocks_of_the_zone_show) {
  const text::local_minutes berlin("Europe/Berlin");
  EXPECT_EQ(berlin.minute_of_day(october_25_s), 0U);
  EXPECT_EQ(berlin.minute_of_day(october_25_s - 1), 1439U);
  EXPECT_EQ(berlin.minute_of_day(october_25_s + 2 * hour_s), 120U);
  EXPECT_EQ(berlin.minute_of_day(october_25_s + 3 * hour_s), 120U) << "this hour occurs twice";
  EXPECT_EQ(berlin.minute_of_day(october_25_s + 4 * hour_s), 180U);
}

TEST(local_minutes, a_zone_that_is_not_known_counts_as_utc) {
  EXPECT_EQ(text::local_minutes("Nowhere/Else").minute_of_day(90 * 60 + 59), 90U);
}

}  // namespace
}  // namespace footfall::test
