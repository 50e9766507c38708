// What is acknowledged is stored, also when the disk fails or is full.
#include "footfall/store/engines.hpp"
#include "footfall/store/event_log.hpp"
#include "support/commit_recorder.hpp"
#include "support/example_events.hpp"
#include "support/failing_event_store.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <thread>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace footfall::test {

namespace {

using group = std::vector<events::event>;

/// How often recovery is tried here: often, so that nobody waits for it.
constexpr std::int64_t soon_ms = 1;

struct failing_log {
  /// Its store has proved at the start that it can be written.
  failing_log() {
    while (store.recover_calls() == 0) std::this_thread::yield();
  }

  memory_event_store memory;
  failing_event_store store{memory};
  commit_recorder recorder;
  store::event_log log{store, 1000, 1'000'000, recorder.observer(), soon_ms};

  /// Appends when the log takes it again.
  store::ticket append_when_possible(std::uint32_t item) {
    group one{click(1, item)};
    for (;;) {
      if (const auto taken = log.append(one)) return *taken;
      std::this_thread::yield();
    }
  }

  std::vector<std::uint32_t> stored_items() {
    std::vector<std::uint32_t> items;
    const auto reader = memory.make_reader();
    EXPECT_TRUE(
        (*reader)->scan({}, 1000, [&](const events::event& one) { items.push_back(one.item.number); }));
    return items;
  }
};

}  // namespace

TEST(event_log_failure, a_failed_commit_fails_its_tickets_and_stores_nothing) {
  failing_log on;
  on.store.fail_recover(true);
  on.recorder.wait_for(on.append_when_possible(1));
  on.store.fail_append(1);
  group two{click(1, 2), click(1, 3)};
  const auto ticket = on.log.append(two);
  ASSERT_TRUE(ticket);
  on.recorder.wait_for(*ticket);
  const auto commits = on.recorder.commits();
  ASSERT_EQ(commits.size(), 2U);
  EXPECT_EQ(commits[0].failed, "");
  EXPECT_EQ(commits[1].failed, "the test's disk is full");
  EXPECT_EQ(commits[1].first, *ticket);
  EXPECT_EQ(commits[1].last, *ticket);
  EXPECT_TRUE(commits[1].events.empty());
  EXPECT_EQ(on.stored_items(), std::vector<std::uint32_t>{1});
}

TEST(event_log_failure, without_memory_a_commit_fails_and_the_log_goes_on) {
  failing_log on;
  on.store.take_memory_away();
  const auto ticket = on.append_when_possible(1);
  on.recorder.wait_for(ticket);
  on.recorder.wait_for(on.append_when_possible(2));
  const auto commits = on.recorder.commits();
  ASSERT_EQ(commits.size(), 2U);
  EXPECT_EQ(commits[0].failed, "out of memory");
  EXPECT_EQ(commits[1].failed, "");
  EXPECT_EQ(on.stored_items(), std::vector<std::uint32_t>{2});
}

TEST(event_log_failure, whoever_waits_gets_the_failure) {
  failing_log on;
  on.store.fail_append(1);
  group one{click(1, 1)};
  const auto told = on.log.append_and_wait(one);
  ASSERT_FALSE(told);
  EXPECT_EQ(told.error().code(), error::store_failed);
  EXPECT_EQ(told.error().detail(), "the test's disk is full");
}

TEST(event_log_failure, appends_are_refused_until_the_store_has_recovered) {
  failing_log on;
  on.store.fail_recover(true);
  on.store.fail_append(1);
  on.recorder.wait_for(on.append_when_possible(1));
  EXPECT_TRUE(on.log.figures().failing);
  while (on.store.recover_calls() < 3) {
    group one{click(1, 2)};
    const auto refused = on.log.append(one);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code(), error::store_failed);
    EXPECT_EQ(one.size(), 1U);
  }
  on.store.fail_recover(false);
  on.recorder.wait_for(on.append_when_possible(3));
  EXPECT_FALSE(on.log.figures().failing);
  EXPECT_EQ(on.stored_items(), std::vector<std::uint32_t>{3});
}

/// Holds up the commit as the memory does, and then fails it.
class late_failure final : public store::event_store {
 public:
  explicit late_failure(memory_event_store& memory) : memory_(memory) {}
  result<std::vector<customer_number>> numbers_of(std::span<const std::string_view> ids) override {
    return memory_.numbers_of(ids);
  }
  result<std::uint64_t> begin_replacement(customer_number, store::entity_kind) override {
    return failure{error::store_failed, "no"};
  }
  result<std::unique_ptr<store::entity_reader>> make_entity_reader() override {
    return memory_.make_entity_reader();
  }
  result<store::batch_outcome> append_batch(std::span<const events::event>,
                                            std::span<const store::entity_write>) override {
    static_cast<void>(memory_.append_batch({}));
    return failure{error::store_failed, "too late"};
  }
  result<std::size_t> prune_before(const store::age_limit&, store::cursor, store::cursor) override {
    return failure{error::store_failed, "no"};
  }
  result<std::size_t> erase_user(const store::user_erasure&, store::cursor, store::cursor) override {
    return failure{error::store_failed, "no"};
  }
  result<store::import_prune_step> prune_imports(const store::age_limit&, store::cursor,
                                                 std::size_t) override {
    return failure{error::store_failed, "no"};
  }
  result<store::log_mark> end() override { return memory_.end(); }
  result<std::int64_t> newest_time_ms() override { return memory_.newest_time_ms(); }
  result<bool> holds(const store::log_mark& mark) override { return memory_.holds(mark); }
  result<void> recover() override { return memory_.recover(); }
  result<std::unique_ptr<store::event_reader>> make_reader() override { return memory_.make_reader(); }
  [[nodiscard]] std::uint64_t size_bytes() const override { return 0; }

 private:
  memory_event_store& memory_;
};

TEST(event_log_failure, what_gathered_during_the_failing_commit_fails_too) {
  memory_event_store memory;
  commit_recorder recorder;
  late_failure store(memory);
  store::event_log log(store, 1000, 1'000'000, recorder.observer(), soon_ms);
  memory.hold();
  group first{click(1, 1)};
  ASSERT_TRUE(log.append(first));
  memory.wait_for_held_commit();
  for (std::uint32_t item = 2; item <= 3; ++item) {
    group more{click(1, item)};
    ASSERT_TRUE(log.append(more));
  }
  memory.release();
  recorder.wait_for(3);
  const auto commits = recorder.commits();
  ASSERT_EQ(commits.size(), 2U);
  EXPECT_EQ(commits[0].last, 1U);
  EXPECT_EQ(commits[1].first, 2U);
  EXPECT_EQ(commits[1].last, 3U);
  EXPECT_EQ(commits[1].failed, "too late");
}

TEST(event_log_failure, a_store_that_cannot_be_written_is_found_before_the_first_append) {
  memory_event_store memory;
  failing_event_store store(memory);
  store.fail_recover(true);
  commit_recorder recorder;
  store::event_log log(store, 1000, 1'000'000, recorder.observer(), soon_ms);
  while (!log.figures().failing) std::this_thread::yield();
  EXPECT_EQ(log.figures().why, "the test's disk is still full");
  group one{click(1, 1)};
  EXPECT_EQ(log.append(one).error().code(), error::store_failed);
  store.fail_recover(false);
  while (log.figures().failing) std::this_thread::yield();
  EXPECT_EQ(log.figures().why, "");
  EXPECT_TRUE(log.append_and_wait(one));
}

TEST(event_log_failure, a_store_that_is_not_in_its_place_any_more_is_noticed_while_nothing_is_appended) {
  failing_log on;
  on.recorder.wait_for(on.append_when_possible(1));
  on.store.fail_recover(true);
  on.store.fail_check();
  while (!on.log.figures().failing) std::this_thread::yield();
  EXPECT_EQ(on.log.figures().why, "the test's file is gone");
  EXPECT_EQ(on.recorder.commits().size(), 1U) << "nothing was reported that nobody has a ticket for";
  on.store.fail_recover(false);
  on.recorder.wait_for(on.append_when_possible(2));
  EXPECT_EQ(on.stored_items(), (std::vector<std::uint32_t>{1, 2}));
}

TEST(event_log_failure, a_failing_log_can_be_stopped) {
  failing_log on;
  on.store.fail_recover(true);
  on.store.fail_append(1);
  on.recorder.wait_for(on.append_when_possible(1));
  on.log.stop();
  group one{click(1, 2)};
  EXPECT_EQ(on.log.append(one).error().code(), error::not_ready);
}

TEST(event_log_failure, with_failures_in_between_every_ticket_is_resolved_once_and_the_rest_is_stored) {
  failing_log on;
  std::vector<std::uint32_t> item_of_ticket{0};
  for (std::uint32_t item = 1; item <= 300; ++item) {
    if (item % 40 == 0) on.store.fail_append(2);
    const auto ticket = on.append_when_possible(item);
    ASSERT_EQ(ticket, item_of_ticket.size());
    item_of_ticket.push_back(item);
    if (item % 10 == 0) on.recorder.wait_for(ticket);  // so that there are many commits
  }
  on.log.stop();
  std::vector<std::uint32_t> acknowledged;
  store::ticket next = 1;
  bool failed_once = false;
  for (const auto& commit : on.recorder.commits()) {
    ASSERT_EQ(commit.first, next);
    next = commit.last + 1;
    failed_once = failed_once || !commit.failed.empty();
    for (auto ticket = commit.first; commit.failed.empty() && ticket <= commit.last; ++ticket)
      acknowledged.push_back(item_of_ticket[ticket]);
  }
  EXPECT_EQ(next, item_of_ticket.size());
  EXPECT_TRUE(failed_once);
  EXPECT_EQ(on.stored_items(), acknowledged);
}

namespace {

/// Largest size of a file that this process may write; the rest is as on a full disk.
bool limit_files(rlim_t bytes) {
  rlimit limit{};
  if (getrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
  limit.rlim_cur = bytes;
  return setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

/// In a process of its own: fills the disk, makes room, goes on. Returns 0, or the number of what went wrong.
int fill_the_disk(const std::filesystem::path& folder) {
  std::signal(SIGXFSZ, SIG_IGN);
  auto opened = store::open_store({}, folder);
  if (!opened) return 10;
  commit_recorder recorder;
  store::event_log log(**opened, 1000, 10'000'000, recorder.observer(), soon_ms);
  if (!limit_files(1U << 20U)) return 11;

  std::vector<std::uint32_t> acknowledged;
  std::uint32_t item = 0;
  std::string failed;
  while (failed.empty() && item < 100'000) {
    group hundred;
    for (int count = 0; count < 100; ++count) hundred.push_back(click(1, ++item));
    const auto told = log.append_and_wait(hundred);
    if (!told) failed = told.error().detail();
    for (auto number = item - 99; told && number <= item; ++number) acknowledged.push_back(number);
  }
  if (failed.find("no space left for") == std::string::npos)
    return std::fprintf(stderr, "%s\n", failed.c_str()), 12;
  group refused{click(1, 1)};
  if (log.append_and_wait(refused)) return 13;

  if (!limit_files(RLIM_INFINITY)) return 14;
  group again{click(1, ++item)};
  while (!log.append_and_wait(again)) {
    again.assign(1, click(1, item));
    std::this_thread::yield();
  }
  acknowledged.push_back(item);
  log.stop();

  std::vector<std::uint32_t> stored;
  const auto reader = (*opened)->make_reader();
  if (!reader) return 15;
  if (!(*reader)->scan({}, 1'000'000, [&](const events::event& one) { stored.push_back(one.item.number); }))
    return 16;
  return stored == acknowledged ? 0 : 17;
}

}  // namespace

TEST(event_log_failure, a_full_disk_refuses_events_loses_none_and_service_resumes) {
  const temporary_folder folder;
  const auto child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(fill_the_disk(folder.path()));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status)) << "ended by signal " << WTERMSIG(status);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(store::open_store({}, folder.path())) << "the store is whole";
}

}  // namespace footfall::test
