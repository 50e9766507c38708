// Days of a time zone, those of 23 and 25 hours too.
#include "footfall/text/local_days.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::uint32_t hour_s = 3600;
constexpr std::uint32_t day_s = 24 * hour_s;
constexpr std::uint32_t october_24_s = 1'792'792'800;  // 2026-10-24T00:00 in Berlin, 22:00Z of the day before

TEST(local_days, begin_where_the_clocks_of_the_zone_show_midnight) {
  const text::local_days days("Europe/Berlin", october_24_s, october_24_s + 10 * day_s);
  EXPECT_EQ(days.day_of(october_24_s), 0U);
  EXPECT_EQ(days.day_of(october_24_s + day_s - 1), 0U);
  EXPECT_EQ(days.day_of(october_24_s + day_s), 1U);
  EXPECT_EQ(days.day_of(october_24_s + 2 * day_s), 1U) << "this day has 25 hours";
  EXPECT_EQ(days.day_of(october_24_s + 2 * day_s + hour_s - 1), 1U);
  EXPECT_EQ(days.day_of(october_24_s + 2 * day_s + hour_s), 2U);
  EXPECT_EQ(days.day_of(october_24_s + 9 * day_s + hour_s), 9U);
}

TEST(local_days, what_is_outside_of_the_span_counts_to_its_ends) {
  const text::local_days days("UTC", 10 * day_s, 12 * day_s + 5);
  EXPECT_EQ(days.day_of(0), 0U);
  EXPECT_EQ(days.day_of(12 * day_s + 5), 2U);
  EXPECT_EQ(days.day_of(500 * day_s), 2U);
}

TEST(local_days, a_zone_that_nobody_knows_is_utc) {
  const text::local_days days("Nowhere/City", 0, 5 * day_s);
  EXPECT_EQ(days.day_of(2 * day_s - 1), 1U);
  EXPECT_EQ(days.day_of(2 * day_s), 2U);
}

TEST(local_days, a_span_that_ends_before_it_begins_is_one_day) {
  const text::local_days days("UTC", 10 * day_s, 5 * day_s);
  EXPECT_EQ(days.day_of(10 * day_s), 0U);
}

}  // namespace
}  // namespace footfall::test
