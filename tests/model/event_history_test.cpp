// Columns of events and their grouping into sessions.
#include "footfall/model/event_history.hpp"

#include "model/random_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

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
  history.settle();
  const auto sessions = history.sessions(event_type::click, 0);
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
  history.settle();
  const auto sessions = history.sessions(event_type::click, 0);
  EXPECT_EQ(sessions.offsets, (list{0, 2, 3}));
  EXPECT_EQ(sessions.items, (list{10, 11, 20}));
}

TEST(event_history, late_events_take_their_place_and_equal_times_keep_their_order) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 1, 12, 3000);
  append_event(history, event_type::click, 1, 13, 3000);
  append_event(history, event_type::click, 1, 11, 2000);
  history.settle();
  const auto sessions = history.sessions(event_type::click, 0);
  EXPECT_EQ(sessions.items, (list{10, 11, 12, 13}));
  EXPECT_EQ(sessions.size(), 1U);
}

TEST(event_history, other_types_and_old_events_are_left_out) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::buy, 1, 11, 1001, 3);
  append_event(history, event_type::click, 1, 12, 1002);
  history.settle();
  const auto sessions = history.sessions(event_type::click, 1000);
  EXPECT_EQ(sessions.items, (list{12}));
  EXPECT_EQ(history.count(event_type::click, 1000), 1U);
  EXPECT_EQ(history.count(event_type::click, 0), 2U);
  EXPECT_EQ(history.book(event_type::buy).events_of(0).quantity(0), 3U);
}

TEST(event_history, empty_history_has_no_sessions) {
  event_history history;
  history.settle();
  EXPECT_EQ(history.sessions(event_type::click, 0).size(), 0U);
  EXPECT_EQ(history.newest_s(), 0U);
  EXPECT_EQ(history.newest_s(event_type::click, 1000), std::nullopt);
}

TEST(event_history, newest_event_of_a_type_is_not_later_than_asked) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 3000);
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::buy, 1, 10, 1500);
  history.settle();
  EXPECT_EQ(history.newest_s(event_type::click, 2000), 1000U);
  EXPECT_EQ(history.newest_s(event_type::click, 3000), 3000U);
  EXPECT_EQ(history.newest_s(), 3000U);
}

TEST(event_history, times_that_32_bits_cannot_hold_are_kept_at_the_ends) {
  event_history history;
  append_event(history, event_type::click, 1, 10, -5);
  append_event(history, event_type::click, 1, 10, 9'000'000'000);
  history.settle();
  EXPECT_EQ(history.book(event_type::click).last_s(0), 0U);
  EXPECT_EQ(history.book(event_type::click).last_s(1), 0xFFFFFFFFU);
}

TEST(event_history, clicks_before_a_login_and_those_of_the_account_are_one_session) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  history.link(login(event_type::login, 1, 2, 1100), 50);
  append_event(history, event_type::click, 2, 11, 1100);
  append_event(history, event_type::click, 1, 12, 1101);  // after the login: of the id itself
  history.settle();
  const auto sessions = history.sessions(event_type::click, 0);
  ASSERT_EQ(sessions.size(), 2U);
  const auto joined = sessions.items[0] == 12 ? 1U : 0U;
  EXPECT_EQ(sessions.items[joined], 10U);
  EXPECT_EQ(sessions.items[joined + 1], 11U);
}

TEST(event_history, an_account_that_did_nothing_itself_owns_what_leads_to_it) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 2, 11, 1000);
  history.link(login(event_type::login, 1, 9, 1100), 50);
  history.link(login(event_type::login, 2, 9, 1100), 50);
  history.settle();
  const auto sessions = history.sessions(event_type::click, 0);
  EXPECT_EQ(sessions.size(), 1U);
  EXPECT_EQ(sessions.items, (list{10, 11}));
}

TEST(event_history, an_undone_login_parts_the_sessions_again) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 2, 11, 1000);
  history.link(login(event_type::login, 1, 2, 1100), 50);
  history.settle();
  EXPECT_EQ(history.sessions(event_type::click, 0).size(), 1U);
  const auto before = history.changes();
  history.link(login(event_type::unlink, 1, 2, 1200), 50);
  history.settle();
  EXPECT_EQ(history.sessions(event_type::click, 0).size(), 2U);
  EXPECT_GT(history.changes(), before);
}

TEST(event_history, a_session_that_goes_on_gets_a_new_number_and_the_others_keep_theirs) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 2, 20, 1000);
  history.settle();
  const auto& book = history.book(event_type::click);
  const auto place = book.place();
  append_event(history, event_type::click, 2, 21, 1500);
  history.settle();
  EXPECT_EQ(book.generation(), place.generation);
  EXPECT_EQ(book.ended_since(place), (std::vector<model::session_number>{1}));
  ASSERT_EQ(book.size(), 3U);
  EXPECT_TRUE(book.lives(0));
  EXPECT_EQ(book.events_of(2).size(), 2U);
  EXPECT_EQ(book.events(), 3U);
}

TEST(event_history, late_event_between_two_sessions_makes_them_one) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 1, 12, 4000);
  history.settle();
  EXPECT_EQ(history.sessions(event_type::click, 0).size(), 2U);
  append_event(history, event_type::click, 1, 11, 2500);
  history.settle();
  EXPECT_EQ(history.sessions(event_type::click, 0).items, (list{10, 11, 12}));
  EXPECT_EQ(history.sessions(event_type::click, 0).size(), 1U);
}

TEST(event_history, much_that_is_new_numbers_the_sessions_anew) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  history.settle();
  const auto generation = history.book(event_type::click).generation();
  for (std::uint64_t user = 2; user < 2000; ++user) append_event(history, event_type::click, user, 10, 1000);
  history.settle();
  EXPECT_EQ(history.book(event_type::click).generation(), generation + 1);
  EXPECT_EQ(history.size(), 1999U);
}

TEST(event_history, events_out_of_time_are_forgotten_when_sessions_are_numbered_anew) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 1, 11, 5000);
  append_event(history, event_type::click, 1, 12, 99'999);  // of a clock that is wrong
  history.settle({.gap_s = 1800, .keep_from_s = 2001});
  EXPECT_EQ(history.sessions(event_type::click, 0).items, (list{11, 12}));
  history.forget_before(6000);
  history.settle({.gap_s = 1800});
  EXPECT_EQ(history.sessions(event_type::click, 0).items, (list{12}));
}

TEST(event_history, settling_piece_by_piece_gives_the_sessions_of_settling_at_once) {
  int logs_with_ended = 0;  // whose sessions were not numbered anew at the very end
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    random_log log(seed);
    event_history in_pieces;
    event_history at_once;
    for (int step = 0; step < 400; ++step) {
      log.append_to(in_pieces, at_once);
      if (const auto user = log.take_forgotten()) {
        in_pieces.forget(*user);
        at_once.settle();  // what is forgotten must have been settled to be known
        at_once.forget(*user);
      }
      if (log.now_and_then()) in_pieces.settle();
    }
    in_pieces.settle();
    at_once.settle({.gap_s = 1});
    at_once.settle();  // another gap: all sessions are numbered anew
    for (const auto type : {event_type::click, event_type::buy}) {
      const auto pieces = in_pieces.sessions(type, 0);
      const auto all = at_once.sessions(type, 0);
      ASSERT_EQ(pieces.offsets, all.offsets) << "seed " << seed;
      ASSERT_EQ(pieces.items, all.items) << "seed " << seed;
      ASSERT_EQ(pieces.times_s, all.times_s) << "seed " << seed;
      ASSERT_EQ(in_pieces.book(type).events(), all.items.size());
    }
    logs_with_ended += in_pieces.book(event_type::click).place().ended > 0 ? 1 : 0;
  }
  EXPECT_GT(logs_with_ended, 30);
}

}  // namespace
}  // namespace footfall::test
