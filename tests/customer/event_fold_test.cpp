#include "footfall/customer/event_fold.hpp"

#include "support/example_events.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::test {
namespace {

using profile::history_entry;

customer::customer_directory::pointer make_customer(std::uint32_t number, std::string id) {
  customer::customer_settings settings;
  settings.id = std::move(id);
  return boost::make_shared<customer::customer>(
      customer_number{number}, boost::make_shared<const customer::customer_settings>(std::move(settings)));
}

std::vector<history_entry> history_of(const customer::customer& owner, const user_key& user) {
  std::vector<history_entry> entries;
  owner.profiles.read(user, entries);
  return entries;
}

TEST(event_fold, a_click_goes_into_the_history_and_makes_a_viewer) {
  const auto shop = make_customer(1, "shop");
  const auto event = click(5, 42);
  customer::apply(*shop, event);
  const auto entries = history_of(*shop, event.user);
  ASSERT_EQ(entries.size(), 1U);
  EXPECT_EQ(shop->items.key_of(entries[0].item), event.item);
  EXPECT_EQ(entries[0].type, events::history_type::clicked);
  EXPECT_EQ(shop->viewers.viewers(entries[0].item, event.time_ms + 1000, 60'000), 1U);
}

TEST(event_fold, a_consume_event_without_percentage_counts_as_complete) {
  const auto shop = make_customer(1, "shop");
  auto event = click(5, 42);
  event.type = events::event_type::consume;
  customer::apply(*shop, event);
  EXPECT_EQ(history_of(*shop, event.user).at(0).value, 100);
}

TEST(event_fold, a_followed_recommendation_is_for_statistics_and_not_in_the_history) {
  const auto shop = make_customer(1, "shop");
  auto event = click(5, 42);
  event.type = events::event_type::clickrecommended;
  customer::apply(*shop, event);
  EXPECT_TRUE(history_of(*shop, event.user).empty());
}

TEST(event_fold, replaying_the_log_gives_the_same_state_as_applying_each_event) {
  memory_event_store log;
  const auto live = make_customer(1, "shop");
  customer::customer_directory again;
  again.add(make_customer(1, "shop"));
  std::vector<events::event> batch;
  for (std::uint32_t index = 0; index < 200; ++index) {
    auto event = click(index % 7, 1 + index * 31 % 50);
    if (index % 3 == 0) event.type = events::event_type::buy;
    batch.push_back(event);
    customer::apply(*live, event);
  }
  ASSERT_TRUE(log.append_batch(batch));
  auto reader = log.make_reader();
  const auto count = customer::replay(again, **reader, [](std::size_t) { return true; });
  ASSERT_TRUE(count);
  EXPECT_EQ(*count, 200U);
  const auto replayed = again.find("shop");
  for (std::uint64_t user = 0; user < 7; ++user) {
    const auto key = click(user, 1).user;
    const auto left = history_of(*live, key);
    const auto right = history_of(*replayed, key);
    ASSERT_EQ(left.size(), right.size());
    for (std::size_t index = 0; index < left.size(); ++index) {
      EXPECT_EQ(left[index].item, right[index].item);
      EXPECT_EQ(left[index].time_s, right[index].time_s);
      EXPECT_EQ(left[index].type, right[index].type);
    }
  }
}

TEST(event_fold, events_of_customers_that_are_not_configured_are_passed_over) {
  memory_event_store log;
  auto foreign = click(1, 1);
  foreign.customer = {99};
  ASSERT_TRUE(log.append_batch(std::vector{foreign, click(1, 2)}));
  customer::customer_directory customers;
  customers.add(make_customer(1, "shop"));
  auto reader = log.make_reader();
  ASSERT_TRUE(customer::replay(customers, **reader, [](std::size_t) { return true; }));
  EXPECT_EQ(customers.find("shop")->items.size(), 1U);
}

TEST(event_fold, a_replay_that_is_called_off_ends_early) {
  memory_event_store log;
  ASSERT_TRUE(log.append_batch(std::vector{click(1, 1)}));
  auto reader = log.make_reader();
  const auto count = customer::replay({}, **reader, [](std::size_t) { return false; });
  ASSERT_TRUE(count);
  EXPECT_EQ(*count, 0U);
}

}  // namespace
}  // namespace footfall::test
