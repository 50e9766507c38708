// The purge removes what the log has of users who were forgotten, and the records of that at last.
#include "footfall/customer/erasure_receipt.hpp"
#include "footfall/customer/event_purge.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/events/records.hpp"
#include "footfall/identity/forgetting.hpp"
#include "support/example_events.hpp"
#include "support/manual_clock.hpp"
#include "support/memory_event_store.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>

namespace footfall::test {
namespace {

const user_key anna = click(1, 0).user;

events::event forget(std::uint64_t user) {
  auto record = click(user, 0);
  record.type = events::forget_record;
  record.item = {};
  return record;
}

class forgotten_rows_test : public testing::Test {
 protected:
  void append(const std::vector<events::event>& some) { ASSERT_TRUE(store.append_batch(some)); }

  std::vector<events::event> stored() {
    std::vector<events::event> all;
    EXPECT_TRUE(
        (*store.make_reader())->scan({}, 1'000'000, [&](const events::event& each) { all.push_back(each); }));
    return all;
  }

  std::size_t stored_of(const user_key& user) {
    const auto all = stored();
    return static_cast<std::size_t>(
        std::ranges::count_if(all, [&](const events::event& each) { return events::concerns(each, user); }));
  }

  customer::erasure_receipt receipt_of(const user_key& user) {
    const auto content =
        (*store.make_entity_reader())
            ->get({1}, store::entity_kind::erasure, customer::receipt_key(identity::key_of_forgotten(user)));
    if (!content || !*content) return {};
    return *customer::read_receipt(**content);
  }

  manual_clock time;
  memory_event_store store;
  temporary_folder folder;
  bool settles = true;
  std::size_t of_anna_when_settling = 0;
  published<customer::customer_directory> customers{boost::make_shared<customer::customer_directory>()};
  customer::event_purge purge{{},
                              [this] { return customers.load(); },
                              store,
                              *store.make_reader(),
                              folder.path(),
                              time,
                              [](const customer::purge_report&) {},
                              {.renew_files = [this]() -> result<void> {
                                 of_anna_when_settling = stored_of(anna);
                                 if (!settles)
                                   return failure{error::io_failed, "the state file cannot be written"};
                                 return {};
                               },
                               .write = [this](store::entity_write write) -> result<void> {
                                 const auto written = store.append_batch({}, std::vector{std::move(write)});
                                 return written ? result<void>{} : result<void>(written.error());
                               },
                               .forget_before = {}}};
};

TEST_F(forgotten_rows_test, all_events_of_the_user_go_and_the_record_of_it_last) {
  auto login = click(2, 0);
  login.type = events::event_type::login;
  events::append_link(login.details, {.source = login.user, .target = anna});
  append({click(1, 1), click(2, 2), login, click(1, 3), forget(1), click(3, 4)});
  const auto done = purge.run_once();
  ASSERT_TRUE(done) << done.error().detail();
  EXPECT_EQ(done->erased, 3U);
  EXPECT_EQ(of_anna_when_settling, 1U) << "the record, until all that is derived has been settled";
  EXPECT_EQ(stored_of(anna), 0U);
  EXPECT_EQ(stored().size(), 2U);
  EXPECT_EQ(receipt_of(anna),
            (customer::erasure_receipt{.since_ms = noon_ms, .events = 3, .completed_ms = time.wall_ms()}));
}

TEST_F(forgotten_rows_test, what_the_user_does_later_stays) {
  append({click(1, 1), click(2, 2), forget(1), click(1, 3), click(1, 4)});
  ASSERT_TRUE(purge.run_once());
  EXPECT_EQ(stored_of(anna), 2U);
  EXPECT_EQ(stored().size(), 3U);
}

TEST_F(forgotten_rows_test, who_is_forgotten_twice_loses_what_came_between) {
  append({click(1, 1), forget(1), click(1, 2), click(2, 2), forget(1)});
  ASSERT_TRUE(purge.run_once());
  EXPECT_EQ(stored_of(anna), 0U);
  EXPECT_EQ(receipt_of(anna).events, 2U);
}

TEST_F(forgotten_rows_test, the_record_stays_while_files_may_know_of_the_user) {
  append({click(1, 1), forget(1)});
  settles = false;
  ASSERT_TRUE(purge.run_once());
  EXPECT_EQ(stored_of(anna), 1U);
  EXPECT_EQ(stored().front().type, events::forget_record);
  EXPECT_EQ(receipt_of(anna), (customer::erasure_receipt{.since_ms = noon_ms, .events = 1}));
  settles = true;
  ASSERT_TRUE(purge.run_once());
  EXPECT_EQ(stored_of(anna), 0U);
  EXPECT_EQ(receipt_of(anna).events, 1U);
  EXPECT_NE(receipt_of(anna).completed_ms, 0);
}

TEST_F(forgotten_rows_test, users_are_found_anywhere_in_a_long_log) {
  std::vector<events::event> all;
  for (std::uint32_t item = 1; item <= 5000; ++item) all.push_back(click(item % 50 + 1, item));
  all.push_back(forget(1));
  all.push_back(forget(2));
  append(all);
  EXPECT_EQ(purge.run_once()->erased, 200U);
  EXPECT_EQ(stored_of(anna), 0U);
  EXPECT_EQ(stored().size(), 4800U);
  EXPECT_EQ(purge.run_once()->erased, 0U);
}

TEST_F(forgotten_rows_test, a_purge_that_is_stopped_goes_on_in_the_next_round) {
  std::vector<events::event> all;
  for (std::uint32_t item = 1; item <= 5000; ++item) all.push_back(click(1, item));
  all.push_back(forget(1));
  append(all);
  purge.stop();
  ASSERT_TRUE(purge.run_once());
  EXPECT_EQ(stored().back().type, events::forget_record);
  EXPECT_EQ(receipt_of(anna).completed_ms, 0);
}

}  // namespace
}  // namespace footfall::test
