// What goes to the archive comes back as if it had never been away.
#include "footfall/customer/history_keeper.hpp"

#include "customer/customer_state.hpp"
#include "customer/faulty_archive.hpp"
#include "footfall/customer/event_fold.hpp"
#include "footfall/customer/state_saver.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <atomic>
#include <latch>
#include <thread>

namespace footfall::test {
namespace {

using customer::customer_directory;
using customer::history_keeper;

const history_keeper::archive_opener no_archive;

history_keeper::archive_opener faulty(const std::filesystem::path& file, const archive_fault& fault) {
  return [file, &fault]() -> result<std::unique_ptr<store::history_archive>> {
    if (fault.open) return failure{error::store_failed, "told not to open"};
    auto opened = store::open_history_archive(file);
    if (!opened) return opened.error();
    return std::unique_ptr<store::history_archive>(
        std::make_unique<faulty_archive>(std::move(*opened), fault));
  };
}

/// One customer with a keeper of its own.
struct kept_customer {
  template <class Archive>
  kept_customer(const Archive& archive, std::size_t memory_budget_bytes)
      : keeper({memory_budget_bytes}, archive) {
    customer::customer_settings settings;
    settings.id = "shop1";
    settings.linked_users_max = 3;
    auto made = boost::make_shared<customer_directory>();
    owner = boost::make_shared<customer::customer>(
        customer_number{1}, boost::make_shared<const customer::customer_settings>(std::move(settings)),
        keeper.bounds());
    made->add(owner);
    customers = std::move(made);
  }

  /// As a request would see it.
  auto seen(const user_key& user) {
    std::vector<profile::history_entry> entries;
    keeper.read(*owner, user, entries);
    return seen_of(*owner, user);
  }

  history_keeper keeper;
  customer_directory::pointer owner;
  boost::shared_ptr<const customer_directory> customers;
};

/// In commit order times never go back, as on a site without imports.
std::vector<events::event> ordered_events(std::mt19937& random, std::size_t count) {
  auto made = random_events(random, count);
  for (std::size_t index = 0; index < count; ++index)
    made[index].time_ms = noon_ms + static_cast<std::int64_t>(index) * 1000;
  return made;
}

class history_keeper_test : public testing::Test {
 protected:
  const temporary_folder folder;
  const std::filesystem::path file = folder.path() / "db.histories";
  std::mt19937 random{20261120};

  void expect_same_histories(const std::vector<events::event>& some) {
    kept_customer bounded(folder.path() / ("db" + std::to_string(random())), 1);
    (void)bounded.keeper.go_back({});
    kept_customer unbounded(no_archive, 0);
    for (const auto& each : some) {
      customer::apply(*bounded.owner, each);
      customer::apply(*unbounded.owner, each);
      if (random() % 4 == 0) bounded.keeper.keep_budget(*bounded.customers);
      if (random() % 4 != 0) continue;
      const auto user = click(random() % random_users, 1).user;
      ASSERT_EQ(bounded.seen(user), unbounded.seen(user));
    }
    EXPECT_GT(bounded.keeper.budget().evicted, 0U);
    EXPECT_GT(bounded.keeper.budget().read_back, 0U);
    EXPECT_EQ(bounded.keeper.budget().forgotten, 0U);
    for (std::uint64_t user = 0; user < random_users; ++user)
      EXPECT_EQ(bounded.seen(click(user, 1).user), unbounded.seen(click(user, 1).user)) << "user " << user;
  }
};

TEST_F(history_keeper_test, any_events_give_the_histories_that_they_give_without_a_budget) {
  for (int round = 0; round < 12; ++round) {
    expect_same_histories(ordered_events(random, 3000));
    if (HasFailure()) FAIL() << "round " << round;
  }
}

/// A run of a server on its files, without its threads.
struct run_on_files {
  run_on_files(const std::filesystem::path& folder, const std::shared_ptr<memory_file>& log)
      : store(log),
        shop(folder / "db.histories", 1),
        customers(shop.customers),
        saver(
            3'600'000, folder / "db.state", [this] { return customers; }, shop.keeper, time,
            [](const auto&) {}) {
    auto reader = store.make_reader();
    auto state = customer::restore(folder / "db.state", customers, shop.keeper, store, **reader, noon_ms,
                                   [] { return true; });
    if (!state) throw std::runtime_error(state.error().detail());
    loaded = state->loaded_customers;
    customers = state->customers;
    shop.owner = customers->find(customer_number{1});
    // As `start` would, but for the thread.
    saver.start(*state);
  }

  void commit(const events::event& some) {
    const auto outcome = store.append_batch({&some, 1});
    ASSERT_TRUE(outcome);
    store::commit_report report{};
    report.end = outcome->end;
    saver.fold(report, [&] { customer::apply(*shop.owner, some); });
  }

  memory_event_store store;
  manual_clock time;
  kept_customer shop;
  boost::shared_ptr<const customer_directory> customers;
  customer::state_saver saver;
  std::size_t loaded = 0;
};

TEST_F(history_keeper_test, after_any_end_the_state_file_and_its_archive_give_what_the_log_gives) {
  const auto log = std::make_shared<memory_file>();
  const auto some = ordered_events(random, 3000);
  kept_customer unbounded(no_archive, 0);
  auto server = std::make_unique<run_on_files>(folder.path(), log);
  std::size_t crashes = 0;
  for (const auto& each : some) {
    server->commit(each);
    customer::apply(*unbounded.owner, each);
    const auto what = random() % 50;
    if (what < 10) server->shop.keeper.keep_budget(*server->customers);
    const auto user = click(random() % random_users, 1).user;
    if (what < 20) {
      ASSERT_EQ(server->shop.seen(user), unbounded.seen(user)) << "after " << crashes;
    }
    if (what == 20) {
      ASSERT_TRUE(server->saver.save_if_changed());
    }
    if (what != 21) continue;
    // Without an end of the saver the file is as old as its last write.
    server->saver.interval_changed(0);
    server.reset();
    server = std::make_unique<run_on_files>(folder.path(), log);
    if (server->loaded == 1) ++crashes;
  }
  EXPECT_GT(crashes, 10U);
  for (std::uint64_t user = 0; user < random_users; ++user)
    EXPECT_EQ(server->shop.seen(click(user, 1).user), unbounded.seen(click(user, 1).user)) << "user " << user;
}

TEST_F(history_keeper_test, a_user_that_was_dropped_is_not_at_hand_until_it_was_read) {
  kept_customer shop(file, 1);
  customer::apply(*shop.owner, click(7, 1));
  const auto user = click(7, 1).user;
  EXPECT_TRUE(history_keeper::is_at_hand(*shop.owner, user));
  shop.keeper.keep_budget(*shop.customers);
  EXPECT_EQ(shop.owner->profiles.size(), 0U);
  EXPECT_EQ(shop.owner->profiles.table().archived(), 1U);
  EXPECT_FALSE(history_keeper::is_at_hand(*shop.owner, user));
  EXPECT_TRUE(history_keeper::is_at_hand(*shop.owner, click(8, 1).user));
  EXPECT_EQ(shop.seen(user).first.size(), 1U);
  EXPECT_TRUE(history_keeper::is_at_hand(*shop.owner, user));
}

TEST_F(history_keeper_test, what_is_taken_out_of_the_basket_meanwhile_does_not_come_back) {
  kept_customer shop(file, 1);
  auto basket = click(7, 1);
  basket.type = events::event_type::basket;
  customer::apply(*shop.owner, basket);
  shop.keeper.keep_budget(*shop.customers);
  basket.type = events::event_type::deletefrombasket;
  basket.time_ms += 1000;
  customer::apply(*shop.owner, basket);
  EXPECT_TRUE(shop.seen(basket.user).first.empty());
}

TEST_F(history_keeper_test, a_login_takes_along_what_is_in_the_archive) {
  kept_customer shop(file, 1);
  customer::apply(*shop.owner, click(7, 1));
  shop.keeper.keep_budget(*shop.customers);
  const auto account = click(8, 1).user;
  shop.owner->profiles.link(click(7, 1).user, account, noon_ms + 5000, 3);
  EXPECT_FALSE(history_keeper::is_at_hand(*shop.owner, account));
  EXPECT_EQ(shop.seen(account).first.size(), 1U);
  EXPECT_TRUE(history_keeper::is_at_hand(*shop.owner, account));
  shop.keeper.keep_budget(*shop.customers);
  EXPECT_EQ(shop.owner->profiles.size(), 0U);
  EXPECT_EQ(shop.seen(account).first.size(), 1U);
}

TEST_F(history_keeper_test, without_an_archive_idle_users_are_forgotten_and_counted) {
  kept_customer shop(no_archive, 1);
  customer::apply(*shop.owner, click(7, 1));
  shop.keeper.keep_budget(*shop.customers);
  EXPECT_EQ(shop.owner->profiles.size(), 0U);
  EXPECT_EQ(shop.keeper.budget().forgotten, 1U);
  EXPECT_EQ(shop.keeper.budget().evicted, 0U);
  EXPECT_TRUE(shop.seen(click(7, 1).user).first.empty());
}

TEST_F(history_keeper_test, an_archive_that_cannot_be_written_is_tried_again_after_a_pause) {
  archive_fault fault;
  kept_customer shop(faulty(file, fault), 1);
  manual_clock time(noon_ms);
  customer::apply(*shop.owner, click(7, 1));
  shop.keeper.keep_budget(*shop.customers);
  fault.write = true;
  customer::apply(*shop.owner, click(8, 1));
  shop.keeper.keep_budget(*shop.customers);
  EXPECT_TRUE(shop.keeper.failing());
  EXPECT_EQ(shop.keeper.failures(), 1U);
  EXPECT_EQ(shop.keeper.budget().forgotten, 1U);
  // Until the pause is over, and while it still fails, nothing changes.
  for (int look = 0; look < 3; ++look) {
    shop.keeper.tend_archive(*shop.customers, time);
    EXPECT_TRUE(shop.keeper.failing()) << "look " << look;
    if (look == 0) time.advance_ms(10'000);
    if (look == 1) fault.write = false;
  }
  EXPECT_EQ(shop.keeper.failures(), 1U);
  time.advance_ms(20'000);
  shop.keeper.tend_archive(*shop.customers, time);
  EXPECT_FALSE(shop.keeper.failing());
  EXPECT_EQ(shop.seen(click(7, 1).user).first.size(), 1U);
  EXPECT_TRUE(shop.seen(click(8, 1).user).first.empty());
  customer::apply(*shop.owner, click(9, 1));
  shop.keeper.keep_budget(*shop.customers);
  EXPECT_EQ(shop.owner->profiles.size(), 0U);
  EXPECT_EQ(shop.keeper.budget().forgotten, 1U);
  EXPECT_EQ(shop.seen(click(9, 1).user).first.size(), 1U);
}

TEST_F(history_keeper_test, an_archive_that_could_not_be_opened_is_opened_later) {
  archive_fault fault;
  fault.open = true;
  kept_customer shop(faulty(file, fault), 1);
  manual_clock time(noon_ms);
  EXPECT_TRUE(shop.keeper.failing());
  fault.open = false;
  shop.keeper.tend_archive(*shop.customers, time);
  time.advance_ms(10'000);
  shop.keeper.tend_archive(*shop.customers, time);
  EXPECT_FALSE(shop.keeper.failing());
  customer::apply(*shop.owner, click(7, 1));
  shop.keeper.keep_budget(*shop.customers);
  EXPECT_EQ(shop.seen(click(7, 1).user).first.size(), 1U);
}

TEST_F(history_keeper_test, one_that_fails_again_and_again_is_tried_less_often) {
  archive_fault fault;
  kept_customer shop(faulty(file, fault), 1);
  manual_clock time(noon_ms);
  std::vector<std::int64_t> pauses_s;
  while (pauses_s.size() < 5) {
    fault.read = true;
    customer::apply(*shop.owner, click(7, 1));
    shop.keeper.keep_budget(*shop.customers);
    (void)shop.seen(click(7, 1).user);
    ASSERT_TRUE(shop.keeper.failing());
    fault.read = false;
    for (pauses_s.push_back(-1); shop.keeper.failing(); time.advance_ms(1000)) {
      ++pauses_s.back();
      shop.keeper.tend_archive(*shop.customers, time);
    }
  }
  EXPECT_EQ(pauses_s, (std::vector<std::int64_t>{10, 20, 40, 60, 60}));
  EXPECT_EQ(shop.keeper.failures(), 5U);
}

TEST_F(history_keeper_test, users_of_whom_all_is_older_than_the_retention_leave_file_and_memory) {
  kept_customer shop(file, 1);
  manual_clock time(noon_ms);
  customer::apply(*shop.owner, click(7, 1));
  auto later = click(8, 1);
  later.time_ms += 86'400'000;
  customer::apply(*shop.owner, later);
  shop.keeper.keep_budget(*shop.customers);
  const auto& table = shop.owner->profiles.table();
  const auto before = table.bytes();
  EXPECT_EQ(table.archived(), 2U);
  shop.keeper.tend_archive(*shop.customers, time);
  EXPECT_EQ(shop.keeper.budget().expired, 0U);
  time.advance_ms(shop.owner->settings.load()->retention_ms + 43'200'000);
  shop.keeper.tend_archive(*shop.customers, time);
  EXPECT_EQ(shop.keeper.budget().expired, 1U);
  EXPECT_EQ(table.archived(), 1U);
  EXPECT_LT(table.bytes(), before);
  EXPECT_EQ(shop.keeper.budget().archived, 1);
  EXPECT_TRUE(history_keeper::is_at_hand(*shop.owner, click(7, 1).user));
  EXPECT_TRUE(shop.seen(click(7, 1).user).first.empty());
  EXPECT_EQ(shop.seen(later.user).first.size(), 1U);
}

TEST_F(history_keeper_test, users_go_and_come_while_events_are_applied_and_histories_are_read) {
  constexpr std::uint32_t rounds = 3000;
  kept_customer shop(file, 1);
  kept_customer unbounded(no_archive, 0);
  const manual_clock time(noon_ms);
  const auto some = ordered_events(random, rounds);
  std::atomic<bool> applied{false};
  std::latch start(4);
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (std::size_t index = 0; index < some.size(); ++index) {
        customer::apply(*shop.owner, some[index]);
        // A second login of an archived user may lose what comes in between.
        while (shop.owner->profiles.table().has_pending_moves()) std::this_thread::yield();
        if (index % 50 != 0) continue;
        const auto evicted = shop.keeper.budget().evicted.load();
        while (shop.keeper.budget().evicted == evicted) std::this_thread::yield();
      }
      applied = true;
    });
    threads.emplace_back([&] {
      start.arrive_and_wait();
      while (!applied) {
        shop.keeper.keep_budget(*shop.customers);
        shop.keeper.tend_archive(*shop.customers, time);
      }
    });
    for (std::uint64_t reader = 0; reader < 2; ++reader)
      threads.emplace_back([&, reader] {
        start.arrive_and_wait();
        std::vector<profile::history_entry> entries;
        for (std::uint64_t step = reader; !applied; ++step) {
          const auto user = click(step % random_users, 1).user;
          (void)history_keeper::is_at_hand(*shop.owner, user);
          shop.keeper.read(*shop.owner, user, entries);
        }
      });
  }
  for (const auto& each : some) customer::apply(*unbounded.owner, each);
  EXPECT_GT(shop.keeper.budget().evicted, 0U);
  EXPECT_EQ(shop.keeper.budget().forgotten, 0U);
  for (std::uint64_t user = 0; user < random_users; ++user)
    EXPECT_EQ(shop.seen(click(user, 1).user), unbounded.seen(click(user, 1).user)) << "user " << user;
}

TEST_F(history_keeper_test, the_budget_is_kept_and_the_memory_counted_down_to_nothing) {
  constexpr std::size_t budget_bytes = 200'000;
  kept_customer shop(file, budget_bytes);
  std::mt19937_64 keys(20261120);
  for (std::uint32_t user = 0; user < 5000; ++user) {
    const user_key key{{keys(), keys()}};
    for (std::uint32_t item = 1; item < 4; ++item) {
      auto event = click(1, item);
      event.user = key;
      customer::apply(*shop.owner, event);
    }
  }
  EXPECT_GT(shop.keeper.budget().used(), budget_bytes);
  EXPECT_EQ(shop.keeper.budget().used(), shop.owner->profiles.table().bytes());
  shop.keeper.keep_budget(*shop.customers);
  EXPECT_LE(shop.keeper.budget().used(), budget_bytes);
  EXPECT_GT(shop.owner->profiles.size(), 100U);
  EXPECT_EQ(shop.owner->profiles.size() + shop.owner->profiles.table().archived(), 5000U);
  shop.customers.reset();
  shop.owner.reset();
  EXPECT_EQ(shop.keeper.budget().used(), 0U);
}

}  // namespace
}  // namespace footfall::test
