// Whether pages name the items of the catalogue, and when each kind of event came last.
#include "footfall/customer/item_event_counts.hpp"
#include "footfall/customer/kind_times.hpp"

#include <gtest/gtest.h>

namespace footfall::customer {
namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t now_ms = 500'000 * hour_ms;

TEST(item_event_counts, are_those_of_the_last_24_hours) {
  item_event_counts events;
  events.note(true, now_ms - 24 * hour_ms, now_ms);
  events.note(true, now_ms - 23 * hour_ms, now_ms);
  events.note(false, now_ms, now_ms);
  events.note(false, now_ms + hour_ms, now_ms);
  EXPECT_EQ(events.of_last_day(now_ms).events, 2U);
  EXPECT_EQ(events.of_last_day(now_ms).known, 1U);
  EXPECT_EQ(events.of_last_day(now_ms + hour_ms).events, 1U);
  EXPECT_EQ(events.of_last_day(now_ms + 24 * hour_ms).events, 0U);
}

TEST(item_event_counts, an_hour_takes_the_place_of_the_one_a_day_before_it) {
  item_event_counts events;
  events.note(true, now_ms, now_ms);
  events.note(false, now_ms + 24 * hour_ms, now_ms + 24 * hour_ms);
  EXPECT_EQ(events.of_last_day(now_ms + 24 * hour_ms).events, 1U);
  EXPECT_EQ(events.of_last_day(now_ms + 24 * hour_ms).known, 0U);
}

TEST(kind_times, are_those_of_the_newest_event_whatever_comes_late) {
  kind_times times;
  times.note(events::event_type::buy, 100);
  times.note(events::event_type::buy, 90);
  times.note(static_cast<events::event_type>(200), 100);
  EXPECT_EQ(times.newest_s(events::event_type::buy), 100U);
  EXPECT_EQ(times.newest_s(events::event_type::click), 0U);
  EXPECT_EQ(times.newest_s(static_cast<events::event_type>(200)), 0U);
}

}  // namespace
}  // namespace footfall::customer
