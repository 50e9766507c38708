#include "footfall/customer/opt_out_set.hpp"

#include "footfall/customer/event_fold.hpp"
#include "support/event_builder.hpp"
#include "support/memory_event_store.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::test {
namespace {

TEST(opt_out_set, adding_and_removing_twice_is_as_once) {
  customer::user_set users;
  EXPECT_FALSE(users.contains(user_numbered(1)));
  users.add(user_numbered(1));
  users.add(user_numbered(1));
  EXPECT_EQ(users.size(), 1U);
  EXPECT_TRUE(users.contains(user_numbered(1)));
  EXPECT_FALSE(users.contains(user_numbered(17)));
  users.remove(user_numbered(1));
  users.remove(user_numbered(1));
  EXPECT_EQ(users.size(), 0U);
  EXPECT_FALSE(users.contains(user_numbered(1)));
}

TEST(opt_out_set, it_comes_back_from_the_log) {
  memory_event_store store;
  const auto number = *store.number_of("shop");
  std::vector<events::event> log(3);
  log[0].type = log[1].type = events::event_type::opt_out;
  log[2].type = events::event_type::opt_in;
  log[0].user = log[2].user = user_numbered(1);
  log[1].user = user_numbered(2);
  for (auto& each : log) each.customer = number;
  ASSERT_TRUE(store.append_batch(log));

  customer::customer_settings settings;
  settings.id = "shop";
  customer::customer_directory customers;
  const auto shop = boost::make_shared<customer::customer>(
      number, boost::make_shared<const customer::customer_settings>(settings));
  customers.add(shop);
  const auto reader = store.make_reader();
  ASSERT_TRUE(customer::replay(customers, **reader, [](std::size_t) { return true; }));
  EXPECT_FALSE(shop->opt_outs.contains(user_numbered(1)));
  EXPECT_TRUE(shop->opt_outs.contains(user_numbered(2)));
}

}  // namespace
}  // namespace footfall::test
