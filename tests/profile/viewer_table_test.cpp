// Viewers of an item: distinct users within the window.
#include "footfall/profile/viewer_table.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using profile::viewer_table;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t window_ms = 30 * minute_ms;

user_key user(std::uint64_t number) { return {{number * 0x9E3779B97F4A7C15ULL, number}}; }

TEST(viewer_table, user_counts_once_however_often_it_clicks) {
  viewer_table viewers;
  viewers.apply(1, user(1), 1 * minute_ms);
  viewers.apply(1, user(1), 2 * minute_ms);
  viewers.apply(1, user(2), 3 * minute_ms);
  viewers.apply(2, user(3), 3 * minute_ms);
  EXPECT_EQ(viewers.viewers(1, 4 * minute_ms, window_ms), 2U);
  EXPECT_EQ(viewers.viewers(2, 4 * minute_ms, window_ms), 1U);
  EXPECT_EQ(viewers.viewers(3, 4 * minute_ms, window_ms), 0U);
}

TEST(viewer_table, click_ends_to_count_when_the_window_has_passed) {
  viewer_table viewers;
  viewers.apply(1, user(1), 1000);
  EXPECT_EQ(viewers.viewers(1, 1000 + window_ms - 1, window_ms), 1U);
  EXPECT_EQ(viewers.viewers(1, 1000 + window_ms, window_ms), 0U);
}

TEST(viewer_table, what_has_expired_is_forgotten_in_pieces_and_never_taken) {
  viewer_table viewers;
  for (std::uint64_t number = 0; number < 10; ++number) viewers.apply(1, user(number), 1000);
  viewers.expire(1000 + window_ms, window_ms, 4);
  viewers.apply(1, user(20), 999);   // before the window
  viewers.apply(1, user(21), 1001);  // inside
  EXPECT_EQ(viewers.viewers(1, 1000 + window_ms, window_ms), 1U);
}

TEST(viewer_table, later_click_of_the_same_user_keeps_it_counted) {
  viewer_table viewers;
  viewers.apply(1, user(1), 0);
  viewers.apply(1, user(1), 20 * minute_ms);
  EXPECT_EQ(viewers.viewers(1, 40 * minute_ms, window_ms), 1U);
  EXPECT_EQ(viewers.viewers(1, 50 * minute_ms, window_ms), 0U);
}

TEST(viewer_table, late_click_counts_only_inside_the_window_and_leaves_in_time) {
  viewer_table viewers;
  viewers.apply(1, user(1), 100 * minute_ms);
  EXPECT_EQ(viewers.viewers(1, 100 * minute_ms, window_ms), 1U);
  viewers.apply(1, user(2), 80 * minute_ms);
  viewers.apply(1, user(3), 60 * minute_ms);
  EXPECT_EQ(viewers.viewers(1, 100 * minute_ms, window_ms), 2U);
  EXPECT_EQ(viewers.viewers(1, 111 * minute_ms, window_ms), 1U);
}

TEST(viewer_table, when_too_many_clicks_come_the_oldest_count_no_more) {
  viewer_table viewers(3);
  for (std::uint64_t number = 1; number <= 5; ++number)
    viewers.apply(static_cast<item_index>(number), user(number), static_cast<std::int64_t>(number) * 1000);
  const std::uint32_t expected[] = {0, 0, 1, 1, 1};
  for (std::size_t place = 0; place < 5; ++place)
    EXPECT_EQ(viewers.viewers(static_cast<item_index>(place + 1), 6000, window_ms), expected[place]);
}

}  // namespace
}  // namespace footfall::test
