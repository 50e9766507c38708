#include "footfall/store/growth_estimate.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::uint64_t mebibyte = 1'048'576;

TEST(growth_estimate, is_unknown_until_six_hours_were_seen) {
  store::growth_estimate growth;
  EXPECT_FALSE(growth.days_until_full(mebibyte));
  for (std::int64_t hour = 0; hour < 6; ++hour) growth.note(hour * hour_ms, mebibyte * (1 + hour));
  EXPECT_FALSE(growth.days_until_full(48 * mebibyte));
  growth.note(6 * hour_ms, 7 * mebibyte);
  ASSERT_TRUE(growth.days_until_full(48 * mebibyte));
  EXPECT_NEAR(*growth.days_until_full(48 * mebibyte), 2.0, 1e-9);
}

TEST(growth_estimate, is_unknown_while_the_store_does_not_grow) {
  store::growth_estimate growth;
  growth.note(0, 10 * mebibyte);
  growth.note(24 * hour_ms, 10 * mebibyte);
  EXPECT_FALSE(growth.days_until_full(mebibyte));
  growth.note(48 * hour_ms, 5 * mebibyte);
  EXPECT_FALSE(growth.days_until_full(mebibyte));
}

TEST(growth_estimate, forgets_what_is_older_than_a_week) {
  store::growth_estimate growth;
  growth.note(0, 0);
  growth.note(24 * hour_ms, 1000 * mebibyte);  // a large import
  for (std::int64_t day = 2; day <= 8; ++day) growth.note(day * 24 * hour_ms, (1000 + day - 1) * mebibyte);
  EXPECT_NEAR(*growth.days_until_full(10 * mebibyte), 10.0, 1e-9);
}

TEST(growth_estimate, begins_anew_when_the_clock_was_set_back) {
  store::growth_estimate growth;
  growth.note(100 * hour_ms, mebibyte);
  growth.note(110 * hour_ms, 2 * mebibyte);
  growth.note(50 * hour_ms, 3 * mebibyte);
  EXPECT_FALSE(growth.days_until_full(mebibyte));
}

}  // namespace
}  // namespace footfall::test
