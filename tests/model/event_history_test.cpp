// Columns of events and their grouping into sessions.
#include "footfall/model/event_history.hpp"

#include "support/event_builder.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using events::event_type;
using model::event_history;

using list = std::vector<std::uint32_t>;

TEST(event_history, sessions_end_where_more_than_the_gap_passes) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 1, 11, 2800);
  append_event(history, event_type::click, 1, 12, 4601);
  const auto sessions = history.sessions(event_type::click, 0, 1800);
  EXPECT_EQ(sessions.size(), 2U);
  EXPECT_EQ(sessions.offsets, (list{0, 2, 3}));
  EXPECT_EQ(sessions.items, (list{10, 11, 12}));
  EXPECT_EQ(sessions.times_s, (list{1000, 2800, 4601}));
}

TEST(event_history, users_do_not_share_sessions) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 2, 20, 1001);
  append_event(history, event_type::click, 1, 11, 1002);
  const auto sessions = history.sessions(event_type::click, 0, 1800);
  EXPECT_EQ(sessions.offsets, (list{0, 2, 3}));
  EXPECT_EQ(sessions.items, (list{10, 11, 20}));
}

TEST(event_history, late_events_take_their_place_and_equal_times_keep_their_order) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 1, 12, 3000);
  append_event(history, event_type::click, 1, 13, 3000);
  append_event(history, event_type::click, 1, 11, 2000);
  const auto sessions = history.sessions(event_type::click, 0, 1800);
  EXPECT_EQ(sessions.items, (list{10, 11, 12, 13}));
  EXPECT_EQ(sessions.size(), 1U);
}

TEST(event_history, other_types_and_old_events_are_left_out) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::buy, 1, 11, 1001, 3);
  append_event(history, event_type::click, 1, 12, 1002);
  const auto sessions = history.sessions(event_type::click, 1000, 1800);
  EXPECT_EQ(sessions.items, (list{12}));
  EXPECT_EQ(history.count(event_type::click, 1000), 1U);
  EXPECT_EQ(history.count(event_type::click, 0), 2U);
  EXPECT_EQ(history.quantities()[1], 3U);
}

TEST(event_history, empty_history_has_no_sessions) {
  const event_history history;
  EXPECT_EQ(history.sessions(event_type::click, 0, 1800).size(), 0U);
  EXPECT_EQ(history.newest_s(), 0U);
  EXPECT_EQ(history.newest_s(event_type::click, 1000), std::nullopt);
}

TEST(event_history, newest_event_of_a_type_is_not_later_than_asked) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 3000);
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::buy, 1, 10, 1500);
  EXPECT_EQ(history.newest_s(event_type::click, 2000), 1000U);
  EXPECT_EQ(history.newest_s(event_type::click, 3000), 3000U);
  EXPECT_EQ(history.newest_s(), 3000U);
}

TEST(event_history, times_that_32_bits_cannot_hold_are_kept_at_the_ends) {
  event_history history;
  append_event(history, event_type::click, 1, 10, -5);
  append_event(history, event_type::click, 1, 10, 9'000'000'000);
  EXPECT_EQ(history.times_s()[0], 0U);
  EXPECT_EQ(history.times_s()[1], 0xFFFFFFFFU);
}

}  // namespace
}  // namespace footfall::test
