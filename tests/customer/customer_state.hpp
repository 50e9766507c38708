// Customers for tests of what is kept of them, and the comparison of two.
#pragma once

#include "customer/random_events.hpp"
#include "footfall/customer/customer.hpp"

#include <gtest/gtest.h>
#include <boost/smart_ptr/make_shared.hpp>

#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace footfall::test {

inline customer::customer_directory::pointer make_customer(std::uint32_t number,
                                                           std::uint32_t linked_users_max = 3) {
  customer::customer_settings settings;
  settings.id = "shop" + std::to_string(number);
  settings.linked_users_max = linked_users_max;
  return boost::make_shared<customer::customer>(
      customer_number{number}, boost::make_shared<const customer::customer_settings>(std::move(settings)));
}

inline boost::shared_ptr<customer::customer_directory> make_customers(std::uint32_t count) {
  auto made = boost::make_shared<customer::customer_directory>();
  for (std::uint32_t number = 1; number <= count; ++number) made->add(make_customer(number));
  return made;
}

/// What `recommend` and others can see of a user.
inline auto seen_of(customer::customer& owner, const user_key& user) {
  std::vector<profile::history_entry> entries;
  owner.profiles.read(user, entries);
  std::vector<std::tuple<item_key, std::uint32_t, events::history_type, std::uint8_t>> seen;
  for (const auto& each : entries)
    seen.emplace_back(owner.items.key_of(each.item), each.time_s, each.type, each.value);
  return std::pair(std::move(seen), std::pair(owner.opt_outs.contains(user), owner.preferences.of(user)));
}

/// What happened in which segments.
inline auto seen_in_segments(const customer::customer& owner) {
  std::vector<std::tuple<std::vector<std::string>, item_key, user_key, std::uint32_t>> seen;
  for (const auto& kind : events::event_kinds())
    for (const auto& part : owner.segments.read(kind.type, 0))
      for (const auto& each : part.events)
        seen.emplace_back(part.segments, owner.items.key_of(each.item), each.user, each.time_s);
  return seen;
}

/// Everything that can be seen of both is the same. Neither has viewers afterwards.
inline void expect_same(customer::customer& left, customer::customer& right) {
  EXPECT_EQ(left.profiles.size(), right.profiles.size());
  EXPECT_EQ(left.profiles.links(), right.profiles.links());
  EXPECT_EQ(left.profiles.unlinked_count(), right.profiles.unlinked_count());
  EXPECT_EQ(left.opt_outs.size(), right.opt_outs.size());
  EXPECT_EQ(left.categories.items(), right.categories.items());
  EXPECT_EQ(left.orders.lines(), right.orders.lines());
  EXPECT_EQ(seen_in_segments(left), seen_in_segments(right));
  for (std::uint32_t type = 1; type < 4; ++type)
    EXPECT_EQ(left.ratings.largest(type), right.ratings.largest(type));
  for (const auto& kind : events::event_kinds())
    EXPECT_EQ(left.kinds.newest_s(kind.type), right.kinds.newest_s(kind.type)) << kind.name;
  ASSERT_EQ(left.items.size(), right.items.size());
  for (std::uint64_t user = 0; user < random_users; ++user) {
    const auto key = click(user, 1).user;
    ASSERT_EQ(seen_of(left, key), seen_of(right, key)) << "user " << user;
    for (std::uint64_t other = 0; other < random_users; ++other)
      EXPECT_EQ(left.profiles.holds_link(key, click(other, 1).user),
                right.profiles.holds_link(key, click(other, 1).user));
  }
  const auto categories_of = [](const customer::customer& owner, item_index item) {
    std::vector<std::pair<std::string, std::uint32_t>> seen;
    owner.categories.visit(
        item, 0, [&](std::string_view path, std::uint32_t seen_s) { seen.emplace_back(path, seen_s); });
    return seen;
  };
  for (item_index item = 0; item < left.items.size(); ++item) {
    const auto other = right.items.find(left.items.key_of(item));
    ASSERT_TRUE(other);
    EXPECT_EQ(categories_of(left, item), categories_of(right, *other));
  }
  // Asking for a short window forgets what is older.
  for (const std::int64_t window_ms : {100'000, 50'000, 1000})
    for (item_index item = 0; item < left.items.size(); ++item) {
      const auto other = right.items.find(left.items.key_of(item));
      ASSERT_TRUE(other);
      EXPECT_EQ(left.viewers.viewers(item, noon_ms + 100'000, window_ms),
                right.viewers.viewers(*other, noon_ms + 100'000, window_ms));
    }
}

}  // namespace footfall::test
