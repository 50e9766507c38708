// Group commit: tickets, limits, waiting and stopping.
#include "footfall/store/event_log.hpp"

#include "store/log_on_memory.hpp"
#include "support/commit_recorder.hpp"
#include "support/example_events.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace footfall::test {

namespace {

error code_of(const result<store::ticket>& answer) { return answer ? error{} : answer.error().code(); }

}  // namespace

TEST(event_log, a_commit_that_does_not_end_shows) {
  log_on_memory on;
  EXPECT_EQ(on.log.figures().working_since_ns, 0);
  on.hold_a_commit();
  EXPECT_NE(on.log.figures().working_since_ns, 0);
  on.store.release();
  on.log.stop();
  EXPECT_EQ(on.log.figures().working_since_ns, 0);
}

TEST(event_log, an_append_is_reported_with_its_events) {
  log_on_memory on;
  group two{click(1, 1), click(1, 2)};
  const auto ticket = on.log.append(two);
  ASSERT_TRUE(ticket);
  EXPECT_EQ(*ticket, 1U);
  EXPECT_TRUE(two.empty());
  on.recorder.wait_for(*ticket);
  const auto commits = on.recorder.commits();
  ASSERT_EQ(commits.size(), 1U);
  EXPECT_EQ(commits[0].first, 1U);
  EXPECT_EQ(commits[0].last, 1U);
  ASSERT_EQ(commits[0].events.size(), 2U);
  EXPECT_EQ(commits[0].events[1].item.number, 2U);
  EXPECT_EQ(commits[0].failed, "");
}

TEST(event_log, what_gathers_during_a_commit_is_committed_together) {
  log_on_memory on;
  on.hold_a_commit();
  for (std::uint32_t item = 2; item <= 5; ++item) {
    group one{click(1, item)};
    EXPECT_EQ(*on.log.append(one), item);
  }
  EXPECT_EQ(on.log.figures().waiting_events, 4U);
  EXPECT_GT(on.log.figures().waiting_bytes, 4 * sizeof(events::event) - 1);
  on.store.release();
  on.recorder.wait_for(5);
  const auto commits = on.recorder.commits();
  ASSERT_EQ(commits.size(), 2U);
  EXPECT_EQ(commits[1].first, 2U);
  EXPECT_EQ(commits[1].last, 5U);
  EXPECT_EQ(on.log.figures().waiting_events, 0U);
  EXPECT_EQ(on.log.figures().waiting_bytes, 0U);
}

TEST(event_log, more_events_than_may_wait_are_refused_and_stay_with_the_caller) {
  log_on_memory on(3);
  on.hold_a_commit();
  group two{click(1, 2), click(1, 3)};
  ASSERT_TRUE(on.log.append(two));
  group too_many{click(1, 4), click(1, 5)};
  EXPECT_EQ(code_of(on.log.append(too_many)), error::queue_full);
  EXPECT_EQ(too_many.size(), 2U);
  group just_one{click(1, 6)};
  EXPECT_TRUE(on.log.append(just_one));
  on.store.release();
  on.recorder.wait_for(3);
  EXPECT_TRUE(on.log.append(too_many)) << "there is room again";
}

TEST(event_log, more_bytes_than_may_wait_are_refused) {
  log_on_memory on(1000, 10'000);
  group one{click(1, 1)};
  one[0].details = "c=" + std::string(20'000, 'x');
  EXPECT_EQ(code_of(on.log.append(one)), error::queue_full);
  EXPECT_EQ(one.size(), 1U);
  EXPECT_FALSE(on.log.figures().failing);
}

TEST(event_log, an_empty_group_gets_a_ticket_that_is_reported) {
  log_on_memory on;
  group none;
  const auto ticket = on.log.append(none);
  ASSERT_TRUE(ticket);
  on.recorder.wait_for(*ticket);
  EXPECT_TRUE(on.recorder.commits()[0].events.empty());
}

TEST(event_log, repeats_are_counted_and_not_among_the_reported_events) {
  log_on_memory on;
  group some{imported_click(1, 1, 11), imported_click(1, 2, 11), click(1, 3), imported_click(1, 4, 12),
             imported_click(1, 5, 12)};
  ASSERT_TRUE(on.log.append(some));
  on.recorder.wait_for(1);
  const auto commits = on.recorder.commits();
  EXPECT_EQ(commits[0].repeated, 2U);
  ASSERT_EQ(commits[0].events.size(), 3U);
  EXPECT_EQ(commits[0].events[0].item.number, 1U);
  EXPECT_EQ(commits[0].events[1].item.number, 3U);
  EXPECT_EQ(commits[0].events[2].item.number, 4U);
}

TEST(event_log, everyone_who_waits_is_told_the_repeats_of_its_own_group) {
  log_on_memory on;
  on.hold_a_commit();
  std::vector<std::thread> callers;
  std::atomic<int> right = 0;
  for (std::size_t repeats = 0; repeats < 4; ++repeats) {
    callers.emplace_back([&, repeats] {
      group own;
      const auto line = 100 + repeats;
      for (std::size_t count = 0; count <= repeats; ++count) own.push_back(imported_click(1, 1, line));
      const auto told = on.log.append_and_wait(own);
      if (told && told->repeated.size() == repeats) ++right;
    });
  }
  on.store.release();
  for (auto& caller : callers) caller.join();
  EXPECT_EQ(right, 4);
}

TEST(event_log, the_report_comes_before_those_who_wait_are_told) {
  memory_event_store store;
  std::atomic<bool> reported = false;
  store::event_log log(store, 10, 10'000, [&](const store::commit_report&) { reported = true; });
  group one{click(1, 1)};
  ASSERT_TRUE(log.append_and_wait(one));
  EXPECT_TRUE(reported);
}

TEST(event_log, stop_commits_what_waits_and_refuses_the_rest) {
  log_on_memory on;
  on.hold_a_commit();
  group more{click(1, 2)};
  ASSERT_TRUE(on.log.append(more));
  std::thread stopping([&] { on.log.stop(); });
  group late{click(1, 3)};
  // Before `stop` has begun this is taken, afterwards it is not: all that was taken is committed.
  store::ticket last = 2;
  for (;;) {
    const auto taken = on.log.append(late);
    if (code_of(taken) == error::not_ready) break;
    if (taken) {
      last = *taken;
      late.assign(1, click(1, 3));
    } else {
      std::this_thread::yield();  // the queue is full
    }
  }
  EXPECT_EQ(late.size(), 1U);
  on.store.release();
  stopping.join();
  EXPECT_EQ(on.recorder.commits().back().last, last);
  EXPECT_EQ(on.log.figures().waiting_events, 0U);
}

TEST(event_log, can_be_stopped_twice_and_by_two) {
  log_on_memory on;
  std::thread other([&] { on.log.stop(); });
  on.log.stop();
  other.join();
  on.log.stop();
  group one{click(1, 1)};
  EXPECT_EQ(code_of(on.log.append(one)), error::not_ready);
}

TEST(event_log, with_many_threads_every_ticket_is_reported_once_and_in_order) {
  constexpr std::size_t threads = 8;
  constexpr std::uint32_t appends = 500;
  log_on_memory on(100, 1'000'000);  // small, so that some appends are refused
  std::atomic<std::size_t> taken_events = 0;
  std::vector<std::thread> appenders;
  for (std::size_t thread = 0; thread < threads; ++thread) {
    appenders.emplace_back([&, thread] {
      group own;
      for (std::uint32_t number = 1; number <= appends; ++number) {
        own.assign(1 + number % 3, click(thread, number));
        const auto size = own.size();
        while (true) {
          const auto taken =
              number % 10 == 0 ? on.log.append_and_wait(own).has_value() : on.log.append(own).has_value();
          if (taken) break;
          std::this_thread::yield();
        }
        taken_events += size;
      }
    });
  }
  for (auto& appender : appenders) appender.join();
  on.log.stop();

  store::ticket next = 1;
  std::vector<std::uint32_t> last_of_thread(threads, 0);
  std::size_t events = 0;
  for (const auto& commit : on.recorder.commits()) {
    EXPECT_EQ(commit.first, next);
    EXPECT_GE(commit.last, commit.first);
    next = commit.last + 1;
    events += commit.events.size();
    for (const auto& one : commit.events) {
      auto& last = last_of_thread[one.user.words[0]];
      EXPECT_TRUE(one.item.number == last || one.item.number == last + 1) << "out of order";
      last = one.item.number;
    }
  }
  EXPECT_EQ(next, threads * appends + 1);
  EXPECT_EQ(events, taken_events);
}

}  // namespace footfall::test
