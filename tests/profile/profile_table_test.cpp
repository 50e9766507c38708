// Users' histories: merge rules, bounds per type, forgetting of idle users, threads.
#include "footfall/profile/profile_table.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <thread>
#include <vector>

namespace footfall::test {
namespace {

using events::history_type;
using profile::history_entry;
using profile::profile_table;

// All users of the tests in one stripe unless the second word says otherwise.
user_key user(std::uint64_t number, std::uint64_t stripe = 0) { return {{number, stripe}}; }

std::vector<history_entry> read(const profile_table& table, const user_key& who) {
  std::vector<history_entry> out;
  table.read(who, out);
  return out;
}

std::vector<item_index> items_of(const std::vector<history_entry>& entries) {
  std::vector<item_index> items;
  for (const auto& entry : entries) items.push_back(entry.item);
  return items;
}

TEST(profile_table, history_is_read_newest_first_whatever_order_it_came_in) {
  profile_table table;
  table.apply(user(1), {10, 100, history_type::clicked, 1});
  table.apply(user(1), {30, 300, history_type::clicked, 1});
  table.apply(user(1), {20, 200, history_type::owns, 1});
  EXPECT_EQ(items_of(read(table, user(1))), (std::vector<item_index>{30, 20, 10}));
}

TEST(profile_table, of_one_second_the_last_applied_is_the_newest) {
  profile_table table;
  for (const item_index item : {1U, 2U, 3U}) table.apply(user(1), {item, 100, history_type::clicked, 1});
  EXPECT_EQ(items_of(read(table, user(1))), (std::vector<item_index>{3, 2, 1}));
}

TEST(profile_table, item_stands_once_per_type_at_its_newest_time) {
  profile_table table;
  table.apply(user(1), {1, 100, history_type::clicked, 1});
  table.apply(user(1), {2, 200, history_type::clicked, 1});
  table.apply(user(1), {1, 300, history_type::clicked, 1});
  table.apply(user(1), {1, 250, history_type::basket, 1});
  const auto entries = read(table, user(1));
  EXPECT_EQ(items_of(entries), (std::vector<item_index>{1, 1, 2}));
  EXPECT_EQ(entries[0].time_s, 300U);
  EXPECT_EQ(entries[1].type, history_type::basket);
}

TEST(profile_table, unknown_user_has_no_history_and_replaces_what_was_read_before) {
  const profile_table table;
  std::vector<history_entry> out{{1, 1, history_type::clicked, 1}};
  table.read(user(9), out);
  EXPECT_TRUE(out.empty());
}

struct merge_case {
  const char* name;
  history_type type;
  std::uint8_t first_value;
  std::uint32_t second_time_s;  // the first is at 100
  std::uint8_t second_value;
  std::uint8_t kept_value;
  std::uint32_t kept_time_s;
};

TEST(profile_table, values_are_merged_by_the_rule_of_their_type) {
  const merge_case cases[] = {
      {"newer consumption keeps the highest percentage", history_type::consumed, 80, 200, 30, 80, 200},
      {"late consumption can still be the highest", history_type::consumed, 30, 50, 90, 90, 100},
      {"newer rating replaces the old one", history_type::rated, 100, 200, 20, 20, 200},
      {"late rating changes nothing", history_type::rated, 100, 50, 20, 100, 100},
      {"shows are counted", history_type::rendered, 1, 200, 1, 2, 200},
      {"late shows are counted too", history_type::rendered, 1, 50, 1, 2, 100},
      {"shows are counted up to a pause of a session", history_type::rendered, 3, 1900, 1, 4, 1900},
      {"and anew after a longer one", history_type::rendered, 3, 1901, 1, 1, 1901},
      {"shows end at 255", history_type::rendered, 255, 200, 1, 255, 200},
      {"purchases are counted", history_type::owns, 2, 200, 1, 3, 200},
  };
  for (const auto& row : cases) {
    profile_table table;
    table.apply(user(1), {7, 100, row.type, row.first_value});
    table.apply(user(1), {7, row.second_time_s, row.type, row.second_value});
    const auto entries = read(table, user(1));
    ASSERT_EQ(entries.size(), 1U) << row.name;
    EXPECT_EQ(entries[0].value, row.kept_value) << row.name;
    EXPECT_EQ(entries[0].time_s, row.kept_time_s) << row.name;
  }
}

TEST(profile_table, each_type_keeps_its_newest_items_up_to_its_own_bound) {
  const std::pair<history_type, std::size_t> bounds[] = {
      {history_type::clicked, 50}, {history_type::consumed, 50}, {history_type::owns, 200},
      {history_type::basket, 50},  {history_type::rated, 50},    {history_type::rendered, 100}};
  profile_table table;
  for (const auto& [type, bound] : bounds) {
    EXPECT_EQ(profile::history_items_max(type, profile::history_items_default), bound);
    for (std::uint32_t item = 1; item <= bound + 10; ++item)
      table.apply(user(1), {item, 1000 + item, type, 1});
    table.apply(user(1), {999'999, 5, type, 1});  // older than all that are kept
  }
  const auto entries = read(table, user(1));
  EXPECT_EQ(entries.size(), 500U);
  for (const auto& entry : entries) {
    EXPECT_GT(entry.item, 10U);
    EXPECT_NE(entry.item, 999'999U);
  }
}

void click_through(profile_table& table, item_index first, item_index end) {
  for (auto item = first; item < end; ++item)
    table.apply(user(1), {item, 1000 + item, history_type::clicked, 1});
}

TEST(profile_table, how_many_items_are_kept_is_a_setting) {
  for (const std::uint32_t items : {1U, 3U, 200U}) {
    profile_table table({.histories = {.items = items}});
    click_through(table, 1, 1000);
    EXPECT_EQ(read(table, user(1)).size(), items);
    EXPECT_EQ(profile::history_items_max(history_type::owns, items), 4 * items);
    EXPECT_EQ(profile::history_items_max(history_type::rendered, items), 2 * items);
  }
}

TEST(profile_table, a_smaller_bound_holds_for_readers_at_once_and_frees_memory_with_the_next_event) {
  profile_table table({.histories = {.items = 100}});
  click_through(table, 0, 100);
  const auto before = table.bytes();
  table.set_bounds({.items = 3});
  EXPECT_EQ(items_of(read(table, user(1))), (std::vector<item_index>{99, 98, 97}));
  std::vector<history_entry> of_both;
  const user_key keys[] = {user(1), user(2)};
  table.read(keys, of_both);
  EXPECT_EQ(items_of(of_both), (std::vector<item_index>{99, 98, 97}));
  EXPECT_EQ(table.bytes(), before);
  click_through(table, 98, 99);
  EXPECT_LT(table.bytes(), before / 2);
  EXPECT_EQ(items_of(read(table, user(1))), (std::vector<item_index>{99, 98, 97}));
}

TEST(profile_table, a_larger_bound_lets_histories_grow) {
  profile_table table({.histories = {.items = 2}});
  click_through(table, 1, 4);
  table.set_bounds({.items = 4});
  EXPECT_EQ(items_of(read(table, user(1))), (std::vector<item_index>{3, 2}));
  click_through(table, 4, 7);
  EXPECT_EQ(items_of(read(table, user(1))), (std::vector<item_index>{6, 5, 4, 3}));
}

TEST(profile_table, a_user_of_one_item_takes_about_fifty_bytes_and_one_of_five_about_a_hundred) {
  for (const auto& [items, most] : {std::pair(1U, 56U), std::pair(5U, 108U)}) {
    profile_table table;
    for (std::uint64_t number = 0; number < 50'000; ++number)
      for (item_index item = 0; item < items; ++item)
        table.apply(user(number, number), {item, 1000 + item, history_type::clicked, 1});
    EXPECT_LT(table.bytes() / 50'000, most);
  }
}

TEST(profile_table, events_without_a_history_leave_no_user_behind) {
  profile_table table;
  table.apply(user(1), {1, 100, history_type::none, 1});
  EXPECT_EQ(table.size(), 0U);
}

TEST(profile_table, full_table_forgets_idle_users_and_keeps_active_ones) {
  // 64 stripes of 100 users; only one stripe is used.
  profile_table table({.users_max = 6400});
  for (std::uint32_t number = 0; number < 100; ++number)
    table.apply(user(number), {1, number < 50 ? 1000 + number : 900'000 + number, history_type::clicked, 1});
  for (std::uint32_t number = 100; number < 110; ++number)
    table.apply(user(number), {1, 1'000'000 + number, history_type::clicked, 1});
  EXPECT_EQ(table.size(), 100U);
  std::size_t forgotten_idle = 0;
  for (std::uint32_t number = 0; number < 50; ++number) forgotten_idle += read(table, user(number)).empty();
  EXPECT_GE(forgotten_idle, 8U);  // of eight users picked at random hardly ever all are active ones
  for (std::uint32_t number = 100; number < 110; ++number) EXPECT_EQ(read(table, user(number)).size(), 1U);
}

TEST(profile_table, same_events_give_the_same_users_when_replayed) {
  const auto fill = [](profile_table& table) {
    for (std::uint32_t step = 0; step < 5000; ++step)
      table.apply(user(step * 7919 % 1000), {step, step, history_type::clicked, 1});
  };
  profile_table first({.users_max = 6400});
  profile_table second({.users_max = 6400});
  fill(first);
  fill(second);
  for (std::uint64_t number = 0; number < 1000; ++number)
    ASSERT_EQ(items_of(read(first, user(number))), items_of(read(second, user(number))));
}

TEST(profile_table, readers_see_whole_histories_while_a_writer_applies) {
  profile_table table({.users_max = 640});
  std::latch start(3);
  std::atomic<bool> disordered{false};
  {
    std::vector<std::jthread> threads;
    threads.emplace_back([&] {
      start.arrive_and_wait();
      for (std::uint32_t step = 1; step <= 20'000; ++step)
        table.apply(user(step % 300, step % 7), {step % 90, step, history_type::clicked, 1});
    });
    for (int reader = 0; reader < 2; ++reader)
      threads.emplace_back([&] {
        start.arrive_and_wait();
        std::vector<history_entry> out;
        for (std::uint32_t step = 1; step <= 20'000; ++step) {
          table.read(user(step % 300, step % 7), out);
          for (std::size_t next = 1; next < out.size(); ++next)
            if (out[next - 1].time_s < out[next].time_s) disordered = true;
        }
      });
  }
  EXPECT_FALSE(disordered);
  EXPECT_LE(table.size(), 640U);
}

}  // namespace
}  // namespace footfall::test
