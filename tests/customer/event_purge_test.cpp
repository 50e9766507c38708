#include "footfall/customer/event_purge.hpp"

#include "footfall/core/clock_guard.hpp"
#include "support/example_events.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::test {
namespace {

constexpr std::int64_t day_ms = 86'400'000;

/// Two customers in a store, and a purge that is driven by hand.
struct archive {
  archive() {
    auto directory = boost::make_shared<customer::customer_directory>();
    for (const auto& [id, days] : {std::pair{"short", 10}, std::pair{"long", 400}}) {
      auto settings = boost::make_shared<customer::customer_settings>();
      settings->id = id;
      settings->retention_ms = days * day_ms;
      directory->add(boost::make_shared<customer::customer>(*store.number_of(id), settings));
    }
    customers.publish(std::move(directory));
  }

  /// An event of a customer, so many days ago.
  void append(std::uint32_t customer, std::int64_t days_ago, std::uint64_t import_id = 0) {
    auto added = imported_click(1, 1, import_id);
    added.customer = {customer};
    added.time_ms = time.wall_ms() - days_ago * day_ms;
    ASSERT_TRUE(store.append_batch(std::vector{added}));
  }

  std::size_t stored() {
    std::size_t count = 0;
    EXPECT_TRUE((*store.make_reader())->scan({}, 1'000'000, [&](const events::event&) { ++count; }));
    return count;
  }

  manual_clock time;
  clock_guard guard{time};
  memory_event_store store;
  temporary_folder folder;
  published<customer::customer_directory> customers;
  std::vector<customer::purge_report> reports;
  customer::event_purge purge{{},
                              [this] { return customers.load(); },
                              store,
                              *store.make_reader(),
                              folder.path(),
                              guard,
                              [this](const customer::purge_report& report) { reports.push_back(report); }};
};

TEST(event_purge, each_customer_has_a_retention_of_its_own) {
  archive at;
  for (const std::uint32_t customer : {1U, 2U})
    for (const std::int64_t days_ago : {1, 9, 11, 399, 401}) at.append(customer, days_ago);
  const auto counts = at.purge.run_once();
  ASSERT_TRUE(counts);
  EXPECT_EQ(counts->before, 10U);
  EXPECT_EQ(counts->expired, 4U);
  EXPECT_EQ(counts->removed, 4U);
  EXPECT_EQ(counts->after, 6U);
  EXPECT_EQ(counts->expired_after, 0U);
  EXPECT_EQ(at.stored(), 6U);
}

TEST(event_purge, old_events_anywhere_in_a_long_log_are_found) {
  archive at;
  for (int each = 0; each < 2500; ++each) at.append(1, each % 100 == 0 ? 50 : 1);
  EXPECT_EQ(at.purge.run_once()->removed, 25U);
  EXPECT_EQ(at.stored(), 2475U);
}

TEST(event_purge, a_clock_that_is_wrong_by_a_year_for_a_while_costs_no_event) {
  archive at;
  for (int each = 0; each < 200; ++each) at.append(1, 1);
  const auto right_ms = at.time.wall_ms();
  at.time.set_wall_ms(right_ms + 365 * day_ms);
  EXPECT_EQ(at.purge.run_once()->removed, 0U);
  at.time.set_wall_ms(right_ms);
  at.time.advance_ms(5'000);
  EXPECT_EQ(at.purge.run_once()->removed, 0U);
  EXPECT_EQ(at.stored(), 200U);
  at.time.set_wall_ms(right_ms + 365 * day_ms);
  at.guard.accept();
  EXPECT_EQ(at.purge.run_once()->removed, 200U);
}

TEST(event_purge, a_second_round_finds_nothing) {
  archive at;
  at.append(1, 50);
  at.append(1, 1);
  EXPECT_EQ(at.purge.run_once()->removed, 1U);
  const auto again = at.purge.run_once();
  EXPECT_EQ(again->removed, 0U);
  EXPECT_EQ(again->before, 1U);
  EXPECT_EQ(again->after, 1U);
}

TEST(event_purge, what_a_removed_customer_left_goes_at_the_age_of_the_store) {
  archive at;
  const auto number = at.store.number_of("left")->value;
  at.append(number, 399);
  at.append(number, 401);
  EXPECT_EQ(at.purge.run_once()->removed, 1U);
  store::store_settings shorter;
  shorter.retention_ms = 30 * day_ms;
  at.purge.settings_changed(shorter);
  EXPECT_EQ(at.purge.run_once()->removed, 1U);
}

TEST(event_purge, import_ids_go_with_their_events) {
  archive at;
  at.append(1, 50, 11);
  at.append(1, 1, 12);
  EXPECT_EQ(at.purge.run_once()->removed_imports, 1U);
  at.append(1, 1, 12);  // still known
  EXPECT_EQ(at.stored(), 1U);
}

TEST(event_purge, links_between_users_stay) {
  archive at;
  auto link = click(1, 1);
  link.time_ms = 5;
  for (const auto type :
       {events::event_type::login, events::event_type::unlink, events::event_type::allow_links}) {
    link.type = type;
    ASSERT_TRUE(at.store.append_batch(std::vector{link}));
  }
  EXPECT_EQ(at.purge.run_once()->expired, 0U);
  EXPECT_EQ(at.stored(), 3U);
}

TEST(event_purge, removed_events_are_reported) {
  archive at;
  at.append(1, 50);
  ASSERT_TRUE(at.purge.run_once());
  std::uint64_t removed = 0;
  for (const auto& each : at.reports) removed += each.removed;
  EXPECT_EQ(removed, 1U);
}

TEST(event_purge, the_days_until_the_disk_is_full_are_reported_once_growth_is_known) {
  archive at;
  at.purge.observe_growth();
  EXPECT_FALSE(at.reports.back().days_until_full);
  for (int each = 0; each < 100; ++each) at.append(1, 0);
  at.time.advance_ms(7 * 3'600'000);
  at.purge.observe_growth();
  ASSERT_TRUE(at.reports.back().days_until_full);
  EXPECT_GT(*at.reports.back().days_until_full, 0.0);
}

TEST(event_purge, starts_and_stops_also_without_a_round) {
  archive at;
  at.append(1, 50);
  at.purge.start();
  at.purge.stop();
  at.purge.stop();
  EXPECT_EQ(at.stored(), 1U);  // the first round is minutes away
}

}  // namespace
}  // namespace footfall::test
