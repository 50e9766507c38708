// When the state is written, and how it comes back at a start.
#include "footfall/customer/state_saver.hpp"

#include "customer/customer_state.hpp"
#include "footfall/customer/event_fold.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <fstream>

namespace footfall::test {
namespace {

using customer::customer_directory;
using customer::restore;
using customer::restored_state;
using customer::state_saver;

constexpr std::int64_t hour_ms = 3'600'000;

/// One run of a server, without its threads.
struct run {
  run(const std::filesystem::path& file, const std::shared_ptr<memory_file>& log,
      std::uint32_t customer_count, std::int64_t interval_ms = hour_ms)
      : store(log),
        customers(make_customers(customer_count)),
        saver(
            interval_ms, file, [this] { return customers; }, histories, time,
            [this](const customer::state_file_figures& figures) { reported.push_back(figures); }) {
    auto reader = store.make_reader();
    auto state = restore(file, customers, histories, store, **reader, noon_ms, [] { return true; });
    if (!state) throw std::runtime_error(state.error().detail());
    restored = std::move(*state);
    customers = restored.customers;
  }

  void commit(const std::vector<events::event>& some) {
    const auto outcome = store.append_batch(some);
    ASSERT_TRUE(outcome);
    store::commit_report report{};
    report.events = some;
    report.end = outcome->end;
    saver.fold(report, [&] {
      for (const auto& each : some)
        if (const auto owner = customers->find(each.customer)) customer::apply(*owner, each);
    });
  }

  memory_event_store store;
  manual_clock time;
  customer::history_keeper histories;
  boost::shared_ptr<const customer_directory> customers;
  std::vector<customer::state_file_figures> reported;
  state_saver saver;
  restored_state restored;
};

class state_saver_test : public testing::Test {
 protected:
  const temporary_folder folder;
  const std::filesystem::path file = folder.path() / "db.state";
  const std::shared_ptr<memory_file> log = std::make_shared<memory_file>();
  std::mt19937 random{3};

  /// What a replay of the whole log gives is what this run has.
  void expect_as_replayed(run& of, std::uint32_t customer_count) {
    const auto all = make_customers(customer_count);
    auto reader = of.store.make_reader();
    ASSERT_TRUE(customer::replay(*all, **reader, [](std::size_t) { return true; }));
    for (const auto& [id, each] : all->by_id()) expect_same(*each, *of.customers->find(each->number));
  }
};

TEST_F(state_saver_test, without_a_file_everything_is_replayed) {
  {
    run first(file, log, 2);
    first.commit(random_events(random, 500, 2));
  }
  run second(file, log, 2);
  EXPECT_EQ(second.restored.events, 500U);
  EXPECT_EQ(second.restored.loaded_customers, 0U);
  expect_as_replayed(second, 2);
}

TEST_F(state_saver_test, only_what_came_after_the_file_is_replayed) {
  {
    run first(file, log, 2);
    first.saver.start(first.restored);
    first.commit(random_events(random, 500, 2));
    first.saver.stop();
    ASSERT_EQ(first.reported.size(), 1U);
    EXPECT_EQ(first.reported.front().bytes, std::filesystem::file_size(file));
    first.commit(random_events(random, 70, 2));
  }
  run second(file, log, 2);
  EXPECT_EQ(second.restored.loaded_customers, 2U);
  EXPECT_EQ(second.restored.events, 70U);
  expect_as_replayed(second, 2);
}

TEST_F(state_saver_test, a_customer_that_joins_is_replayed_and_one_that_left_comes_back_right) {
  {
    run first(file, log, 2);
    first.saver.start(first.restored);
    first.commit(random_events(random, 300, 3));
    first.saver.stop();
    first.commit(random_events(random, 50, 3));
  }
  {
    run second(file, log, 3);
    EXPECT_EQ(second.restored.loaded_customers, 2U);
    expect_as_replayed(second, 3);
  }
  run third(file, log, 1);
  third.saver.start(third.restored);
  third.saver.stop();
  run fourth(file, log, 3);
  EXPECT_EQ(fourth.restored.loaded_customers, 1U);
  expect_as_replayed(fourth, 3);
}

TEST_F(state_saver_test, a_file_of_another_store_or_a_damaged_one_is_not_used) {
  {
    run first(file, log, 1);
    first.saver.start(first.restored);
    first.commit(random_events(random, 300));
    first.saver.stop();
  }
  const auto other_log = std::make_shared<memory_file>();
  {
    run other(file, other_log, 1);
    other.commit(random_events(random, 400));
  }
  run other(file, other_log, 1);
  EXPECT_EQ(other.restored.loaded_customers, 0U);
  EXPECT_EQ(other.restored.events, 400U);
  expect_as_replayed(other, 1);
  std::fstream(file, std::ios::in | std::ios::out | std::ios::binary).seekp(200) << "damaged";
  run again(file, log, 1);
  EXPECT_EQ(again.restored.loaded_customers, 0U);
  expect_as_replayed(again, 1);
}

TEST_F(state_saver_test, the_file_is_written_only_when_something_was_committed) {
  run first(file, log, 1);
  first.saver.start(first.restored);
  first.commit(random_events(random, 10));
  EXPECT_TRUE(*first.saver.save_if_changed());
  EXPECT_FALSE(*first.saver.save_if_changed());
  first.commit(random_events(random, 1));
  EXPECT_TRUE(*first.saver.save_if_changed());
  first.saver.stop();
  EXPECT_EQ(first.reported.size(), 2U);
  run second(file, log, 1);
  second.saver.start(second.restored);
  second.saver.stop();
  ASSERT_EQ(second.reported.size(), 1U);  // that there is one
  EXPECT_EQ(second.reported.front().duration_ns, 0);
}

TEST_F(state_saver_test, an_interval_of_0_writes_nothing) {
  run first(file, log, 1, 0);
  first.saver.start(first.restored);
  first.commit(random_events(random, 10));
  first.saver.stop();
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(state_saver_test, a_state_that_was_not_restored_is_not_written) {
  run first(file, log, 1);
  first.commit(random_events(random, 10));
  first.saver.stop();
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(state_saver_test, after_a_failed_commit_the_file_stays_as_it_was) {
  run first(file, log, 1);
  first.saver.start(first.restored);
  first.commit(random_events(random, 100));
  ASSERT_TRUE(*first.saver.save_if_changed());
  // The store says that it failed, and has the event all the same.
  const failure lost{error::store_failed, "the disk is gone"};
  ASSERT_TRUE(first.store.append_batch(std::vector{click(1, 99)}));
  store::commit_report report{};
  report.failed = &lost;
  first.saver.fold(report, [] {});
  first.commit(random_events(random, 5));
  EXPECT_FALSE(*first.saver.save_if_changed());
  first.saver.stop();
  run second(file, log, 1);
  EXPECT_EQ(second.restored.events, 6U);
  expect_as_replayed(second, 1);
}

TEST_F(state_saver_test, a_customer_whose_settings_changed_meanwhile_is_replayed_next_time) {
  void (*const changes[])(customer::customer_settings&) = {
      [](customer::customer_settings& settings) { settings.linked_users_max = 100; },
      [](customer::customer_settings& settings) { settings.history_items = 1; },
      [](customer::customer_settings& settings) { settings.session_minutes = 5; },
      [](customer::customer_settings& settings) { settings.click_categories = false; }};
  for (const auto& change : changes) {
    std::filesystem::remove(file);
    run first(file, log, 2);
    first.saver.start(first.restored);
    first.commit(random_events(random, 300, 2));
    const auto changed = first.customers->find(customer_number{1});
    auto settings = boost::make_shared<customer::customer_settings>(*changed->settings.load());
    change(*settings);
    changed->change_settings(settings);
    first.saver.customers_changed(*first.customers);
    first.commit(random_events(random, 300, 2));
    first.saver.stop();
    run second(file, log, 2);
    EXPECT_EQ(second.restored.loaded_customers, 1U);
    expect_as_replayed(second, 2);
  }
}

TEST_F(state_saver_test, a_start_that_is_called_off_is_not_ready) {
  run first(file, log, 1);
  first.commit(random_events(random, 10));
  auto reader = first.store.make_reader();
  const auto state =
      restore(file, make_customers(1), first.histories, first.store, **reader, noon_ms, [] { return false; });
  ASSERT_FALSE(state);
  EXPECT_EQ(state.error().code(), error::not_ready);
}

TEST_F(state_saver_test, what_is_settled_is_in_the_file_or_there_is_none) {
  run first(file, log, 1);
  first.saver.start(first.restored);
  first.commit(random_events(random, 10));
  ASSERT_TRUE(first.saver.renew_files());
  EXPECT_TRUE(std::filesystem::exists(file));
  first.saver.interval_changed(0);
  ASSERT_TRUE(first.saver.renew_files());
  EXPECT_FALSE(std::filesystem::exists(file));
  ASSERT_TRUE(first.saver.renew_files());
}

TEST_F(state_saver_test, after_a_failed_commit_nothing_counts_as_settled) {
  run first(file, log, 1);
  first.saver.start(first.restored);
  first.commit(random_events(random, 10));
  const failure why{error::store_failed, "the disk is full"};
  store::commit_report report{};
  report.failed = &why;
  first.saver.fold(report, [] {});
  EXPECT_FALSE(first.saver.renew_files());
}

TEST_F(state_saver_test, the_thread_writes_when_the_interval_is_over) {
  run first(file, log, 1);
  first.saver.start(first.restored);
  first.commit(random_events(random, 10));
  first.saver.interval_changed(1);
  // Waits for the condition itself; it holds after a millisecond or so.
  while (!std::filesystem::exists(file)) std::this_thread::yield();
  first.saver.stop();
  run second(file, log, 1);
  EXPECT_EQ(second.restored.events, 0U);
}

}  // namespace
}  // namespace footfall::test
