// A history that was saved and loaded goes on as if nothing had happened; what never was one is refused.
#include "model/random_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace footfall::test {
namespace {

using events::event_type;
using model::event_history;
using model::saved_history;

constexpr std::size_t items_end = 50;

using column = std::vector<std::uint32_t>;

column copy_of(std::span<const std::uint32_t> from) { return {from.begin(), from.end()}; }

saved_history save(const event_history& from) {
  saved_history saved;
  saved.newest_s = from.newest_s();
  saved.gap_s = from.gap_s();
  from.visit_users([&](const user_key& user, model::owner_number number) {
    saved.users.push_back(user);
    saved.numbers.push_back(number);
  });
  saved.links = from.save_links();
  for (const auto type : from.types()) {
    const auto view = from.book(type).save();
    saved.types[type] = {copy_of(view.offsets),    copy_of(view.items),  copy_of(view.times_s),
                         copy_of(view.quantities), copy_of(view.owners), view.others,
                         view.numbered_sessions,   view.numbered_owners};
  }
  return saved;
}

std::unique_ptr<event_history> load(saved_history from, std::uint32_t keep_from_s = 0) {
  auto loaded = std::make_unique<event_history>();
  const auto done = loaded->load(std::move(from), items_end, keep_from_s);
  if (!done) ADD_FAILURE() << done.error().detail();
  return loaded;
}

/// The sessions, in an order that does not depend on the numbers of users, who may have got others.
auto sessions_of(const event_history& of, event_type type) {
  using one_event = std::tuple<std::uint32_t, item_index, std::uint32_t>;
  std::vector<std::vector<one_event>> sessions;
  of.book(type).visit_live([&](model::session_number, const model::session_view& events) {
    auto& session = sessions.emplace_back();
    for (std::size_t event = 0; event < events.size(); ++event)
      session.emplace_back(events.times_s[event], events.items[event], events.quantity(event));
    std::ranges::sort(session);
  });
  std::ranges::sort(sessions);
  return sessions;
}

TEST(save_history, what_was_loaded_settles_to_the_sessions_of_one_that_never_stopped) {
  int logs_with_ended = 0;
  int logs_with_others = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    random_log log(seed);
    auto stopping = std::make_unique<event_history>();
    event_history going_on;
    for (int step = 0; step < 1500; ++step) {
      log.append_to(*stopping, going_on);
      if (const auto user = log.take_forgotten()) {
        stopping->forget(*user);
        going_on.settle();
        going_on.forget(*user);
      }
      if (log.now_and_then()) stopping->settle();
      if (step % 200 != 199) continue;
      stopping->settle();
      const auto saved = save(*stopping);
      logs_with_ended +=
          std::ranges::count(saved.types.at(event_type::click).owners, model::session_book::nobody) > 0;
      logs_with_others += saved.types.at(event_type::click).others.users.empty() ? 0 : 1;
      stopping = load(saved);
    }
    stopping->settle();
    going_on.settle();
    for (const auto type : {event_type::click, event_type::buy}) {
      ASSERT_EQ(sessions_of(*stopping, type), sessions_of(going_on, type)) << "seed " << seed;
      EXPECT_EQ(stopping->book(type).events(), going_on.book(type).events());
    }
    EXPECT_EQ(stopping->size(), going_on.size());
    EXPECT_EQ(stopping->newest_s(), going_on.newest_s());
  }
  EXPECT_GT(logs_with_ended, 100);
  EXPECT_GT(logs_with_others, 100);
}

TEST(save_history, another_pause_between_sessions_groups_what_was_loaded_again) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 1, 11, 2000);
  history.settle({.gap_s = 1800});
  const auto loaded = load(save(history));
  EXPECT_EQ(loaded->book(event_type::click).size(), 1U);
  loaded->settle({.gap_s = 500});
  EXPECT_EQ(loaded->book(event_type::click).size(), 2U);
}

TEST(save_history, users_of_whom_nothing_is_known_any_more_are_left_out_and_may_come_back) {
  event_history history;
  for (std::uint64_t user = 1; user <= 5; ++user) append_event(history, event_type::click, user, 10, 1000);
  history.link(login(event_type::login, 5, 6, 1100), 50);
  history.settle();
  history.forget(user_numbered(2));
  history.forget(user_numbered(5));  // with its link: what it does later is its own
  history.settle();
  const auto loaded = load(save(history));
  EXPECT_EQ(save(*loaded).users.size(), 3U);
  append_event(*loaded, event_type::click, 2, 12, 1001);
  append_event(*loaded, event_type::click, 5, 13, 1001);
  append_event(*loaded, event_type::click, 6, 14, 1001);
  loaded->settle();
  EXPECT_EQ(loaded->book(event_type::click).events(), 6U);
  EXPECT_EQ(sessions_of(*loaded, event_type::click).size(), 6U);
}

TEST(save_history, what_is_too_old_when_it_is_loaded_goes_with_the_next_settling) {
  event_history history;
  append_event(history, event_type::click, 1, 10, 1000);
  append_event(history, event_type::click, 2, 11, 5000);
  history.settle();
  const auto loaded = load(save(history), 2000);
  EXPECT_FALSE(loaded->settled());
  loaded->settle();
  EXPECT_TRUE(loaded->settled());
  EXPECT_EQ(loaded->sessions(event_type::click, 0).items, (column{11}));
  EXPECT_TRUE(load(save(history), 1000)->settled());
}

saved_history small_history() {
  event_history history;
  append_event(history, event_type::buy, 1, 10, 1000);
  append_event(history, event_type::buy, 1, 11, 1010, 2);
  append_event(history, event_type::buy, 2, 12, 1000);
  history.link(login(event_type::login, 1, 3, 1005), 50);
  history.settle();
  append_event(history, event_type::buy, 2, 13, 9000);
  history.settle();
  return save(history);
}

TEST(save_history, what_no_history_was_is_refused) {
  struct damage {
    const char* what;
    void (*spoil)(saved_history&, model::saved_sessions<column>&);
  };
  const damage damages[] = {
      {"no offsets", [](auto&, auto& book) { book.offsets.clear(); }},
      {"a beginning that is not one", [](auto&, auto& book) { book.offsets[0] = 1; }},
      {"a session without events", [](auto&, auto& book) { book.offsets[1] = 0; }},
      {"offsets that go back", [](auto&, auto& book) { book.offsets[1] = 4'000'000'000; }},
      {"an end before the end", [](auto&, auto& book) { book.offsets.back() -= 1; }},
      {"a session more than owners", [](auto&, auto& book) { book.owners.pop_back(); }},
      {"an item that there is not", [](auto&, auto& book) { book.items[2] = items_end; }},
      {"an event without time", [](auto&, auto& book) { book.times_s.pop_back(); }},
      {"times that go back",
       [](auto&, auto& book) {
         // Of the only session of two events, if it is one: else of all of them as one.
         book.offsets = {0, static_cast<std::uint32_t>(book.items.size())};
         book.owners = {0};
         book.others = {};
         book.numbered_sessions = 1;
         std::ranges::sort(book.times_s, std::greater{});
       }},
      {"an event without quantity", [](auto&, auto& book) { book.quantities.pop_back(); }},
      {"an owner that there is not", [](auto&, auto& book) { book.owners.back() = 3; }},
      {"an owner that was not numbered then", [](auto&, auto& book) { book.numbered_owners = 1; }},
      {"owners out of order", [](auto&, auto& book) { std::ranges::reverse(book.owners); }},
      {"more numbered than there are", [](auto&, auto& book) { book.numbered_sessions = 9; }},
      {"more owners than there are", [](auto&, auto& book) { book.numbered_owners = 9; }},
      {"others of a session that there is not", [](auto&, auto& book) { book.others.sessions.back() = 9; }},
      {"others of a session twice",
       [](auto&, auto& book) { book.others.sessions.push_back(book.others.sessions.back()); }},
      {"another user too many", [](auto&, auto& book) { book.others.users.push_back(0); }},
      {"another user that there is not", [](auto&, auto& book) { book.others.users[0] = 3; }},
      {"a user twice", [](auto& all, auto&) { all.users[0] = all.users[1]; }},
      {"a number twice", [](auto& all, auto&) { all.numbers[0] = all.numbers[1]; }},
      {"a number too large", [](auto& all, auto&) { all.numbers[0] = 3; }},
      {"a user without number", [](auto& all, auto&) { all.numbers.pop_back(); }},
      {"a link that cannot be", [](auto& all, auto&) { all.links.links[0].number = 99; }},
      {"a link of a user that there is not",
       [](auto& all, auto&) {
         all.links.links[0].source = {{7, 7}};
       }},
  };
  const auto whole = small_history();
  ASSERT_FALSE(whole.types.at(event_type::buy).others.users.empty());
  ASSERT_FALSE(whole.types.at(event_type::buy).quantities.empty());
  static_cast<void>(load(whole));
  for (const auto& [what, spoil] : damages) {
    auto spoilt = whole;
    spoil(spoilt, spoilt.types.at(event_type::buy));
    event_history history;
    const auto done = history.load(std::move(spoilt), items_end, 0);
    ASSERT_FALSE(done) << what;
    EXPECT_EQ(done.error().code(), error::io_failed) << what;
  }
}

TEST(save_history, any_numbers_are_refused_or_do_no_harm) {
  std::mt19937_64 random(11);
  int loaded_ones = 0;
  for (int round = 0; round < 3000; ++round) {
    auto spoilt = small_history();
    auto& book = spoilt.types.at(event_type::buy);
    column* const columns[] = {&book.offsets, &book.items,           &book.times_s,      &book.quantities,
                               &book.owners,  &book.others.sessions, &book.others.users, &spoilt.numbers};
    for (auto left = 1 + random() % 3; left > 0; --left) {
      auto& which = *columns[random() % std::size(columns)];
      which[random() % which.size()] =
          static_cast<std::uint32_t>(random() % 5 == 0 ? random() : random() % 6);
    }
    event_history history;
    if (!history.load(std::move(spoilt), items_end, 0)) continue;
    ++loaded_ones;
    for (std::uint64_t user = 1; user <= 4; ++user)
      append_event(history, event_type::buy, user, 10, 1020 + static_cast<std::int64_t>(random() % 3000));
    history.link(login(event_type::login, 2, 3, 2000), 50);
    history.settle();
    EXPECT_EQ(history.count_by_item().size() <= items_end, true);
  }
  EXPECT_GT(loaded_ones, 100);
}

}  // namespace
}  // namespace footfall::test
