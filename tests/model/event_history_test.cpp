// Columns of events and their grouping into sessions.
#include "footfall/model/event_history.hpp"

#include "footfall/events/link_event.hpp"
#include "support/event_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>

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

events::event login(events::event_type type, std::uint64_t source, std::uint64_t target,
                    std::int64_t time_s) {
  events::event stored;
  stored.type = type;
  stored.time_ms = time_s * 1000;
  stored.user = user_numbered(source);
  events::append_link(stored.details, {stored.user, user_numbered(target)});
  return stored;
}

TEST(event_history, clicks_before_a_login_and_those_of_the_account_are_one_session) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  history.link(login(event_type::login, 1, 2, 1100), 50);
  append_event(history, event_type::click, 2, 11, 1100);
  append_event(history, event_type::click, 1, 12, 1100);  // after the login: of the id itself
  const auto sessions = history.sessions(event_type::click, 0, 1800);
  EXPECT_EQ(sessions.size(), 2U);
  const auto joined = std::ranges::find(sessions.items, 10U) - sessions.items.begin();
  EXPECT_EQ(sessions.items[static_cast<std::size_t>(joined) + 1], 11U);
  const auto owners = history.owners();
  EXPECT_EQ(owners.by_event[0], owners.by_event[1]);
  EXPECT_NE(owners.by_event[0], owners.by_event[2]);
}

TEST(event_history, an_account_that_did_nothing_itself_owns_what_leads_to_it) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 2, 11, 1000);
  history.link(login(event_type::login, 1, 9, 1100), 50);
  history.link(login(event_type::login, 2, 9, 1100), 50);
  const auto sessions = history.sessions(event_type::click, 0, 1800);
  EXPECT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions.items, (list{10, 11}));
}

TEST(event_history, an_undone_login_parts_the_sessions_again) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 2, 11, 1000);
  history.link(login(event_type::login, 1, 2, 1100), 50);
  EXPECT_EQ(history.sessions(event_type::click, 0, 1800).size(), 1U);
  const auto before = history.changes();
  history.link(login(event_type::unlink, 1, 2, 1200), 50);
  EXPECT_EQ(history.sessions(event_type::click, 0, 1800).size(), 2U);
  EXPECT_GT(history.changes(), before);
}

}  // namespace
}  // namespace footfall::test
