// Histories of persons: what a login joins, what it leaves, and what undoing it gives back.
#include "footfall/profile/linked_profiles.hpp"

#include <gtest/gtest.h>

#include <latch>
#include <thread>

namespace footfall::test {
namespace {

using events::history_type;
using profile::history_entry;
using profile::linked_profiles;

user_key user(std::uint64_t number) { return {{number, number}}; }

/// A click, or another entry, at a time in seconds.
void apply(linked_profiles& table, std::uint64_t who, item_index item, std::uint32_t time_s,
           history_type type = history_type::clicked, std::uint8_t value = 1) {
  table.apply(user(who), {item, time_s, type, value}, std::int64_t{time_s} * 1000);
}

void login(linked_profiles& table, std::uint64_t source, std::uint64_t target, std::int64_t time_s) {
  table.link(user(source), user(target), time_s * 1000, 50);
}

std::vector<item_index> items(const linked_profiles& table, std::uint64_t who) {
  std::vector<history_entry> entries;
  table.read(user(who), entries);
  std::vector<item_index> found;
  for (const auto& entry : entries) found.push_back(entry.item);
  return found;
}

using list = std::vector<item_index>;

TEST(linked_profiles, an_account_has_the_history_of_the_id_that_logged_in_at_once) {
  linked_profiles table;
  apply(table, 1, 10, 100);
  apply(table, 2, 20, 50);
  login(table, 1, 2, 150);
  EXPECT_EQ(items(table, 2), (list{10, 20}));
  EXPECT_TRUE(items(table, 1).empty());
}

TEST(linked_profiles, after_the_login_the_id_is_used_anew) {
  linked_profiles table;
  apply(table, 1, 10, 100);
  login(table, 1, 2, 150);
  apply(table, 1, 11, 200);
  EXPECT_EQ(items(table, 1), (list{11}));
  EXPECT_EQ(items(table, 2), (list{10}));
}

TEST(linked_profiles, an_event_that_comes_late_goes_where_it_belongs_by_its_time) {
  linked_profiles table;
  apply(table, 1, 10, 100);
  login(table, 1, 2, 150);
  login(table, 1, 3, 250);
  apply(table, 1, 11, 120);
  apply(table, 1, 12, 200);
  EXPECT_EQ(items(table, 2), (list{11, 10}));
  EXPECT_EQ(items(table, 3), (list{12}));
}

TEST(linked_profiles, values_of_one_item_are_merged_as_within_one_history) {
  linked_profiles table;
  apply(table, 1, 10, 100, history_type::consumed, 90);
  apply(table, 2, 10, 200, history_type::consumed, 40);
  apply(table, 1, 5, 100, history_type::rated, 20);
  apply(table, 2, 5, 90, history_type::rated, 80);
  login(table, 1, 2, 150);
  std::vector<history_entry> entries;
  table.read(user(2), entries);
  ASSERT_EQ(entries.size(), 2U);
  EXPECT_EQ(entries[0].value, 90);
  EXPECT_EQ(entries[0].time_s, 200U);
  EXPECT_EQ(entries[1].value, 20);
}

TEST(linked_profiles, of_one_second_the_last_applied_is_the_newest_also_of_a_joined_history) {
  linked_profiles table;
  for (const item_index item : {3U, 1U, 2U}) apply(table, 1, item, 100);
  apply(table, 2, 9, 100);
  apply(table, 2, 8, 100);
  login(table, 1, 2, 150);
  EXPECT_EQ(items(table, 2), (list{8, 9, 2, 1, 3}));
}

TEST(linked_profiles, a_joined_history_is_bounded_like_any) {
  linked_profiles table;
  for (item_index item = 0; item < 50; ++item) {
    apply(table, 1, item, item);
    apply(table, 2, 100 + item, 1000 + item);
  }
  login(table, 1, 2, 500);
  EXPECT_EQ(items(table, 2).size(), 50U);
  EXPECT_EQ(items(table, 2).back(), 100U);
}

TEST(linked_profiles, an_item_leaves_the_basket_also_when_it_came_before_the_login) {
  linked_profiles table;
  apply(table, 1, 10, 100, history_type::basket);
  login(table, 1, 2, 150);
  table.remove(user(2), 10, history_type::basket, 200);
  EXPECT_TRUE(items(table, 2).empty());
}

TEST(linked_profiles, a_removal_does_not_take_what_is_newer_or_of_another_history) {
  linked_profiles table;
  apply(table, 1, 10, 100, history_type::basket);
  apply(table, 1, 10, 100, history_type::clicked);
  table.remove(user(1), 10, history_type::basket, 99);
  EXPECT_EQ(items(table, 1).size(), 2U);
  table.remove(user(1), 10, history_type::basket, 100);
  EXPECT_EQ(items(table, 1).size(), 1U);
}

TEST(linked_profiles, an_addition_that_comes_late_stays_out_when_the_item_was_taken_out_after_it) {
  linked_profiles table;
  table.remove(user(1), 10, history_type::basket, 100);
  apply(table, 1, 10, 99, history_type::basket);
  apply(table, 1, 10, 98, history_type::wishlist);
  EXPECT_EQ(items(table, 1).size(), 1U) << "the other list has it";
  apply(table, 1, 11, 90, history_type::basket);
  EXPECT_EQ(items(table, 1).size(), 2U) << "another item";
  apply(table, 1, 10, 160, history_type::basket);
  EXPECT_EQ(items(table, 1).size(), 3U) << "put in again later";
}

TEST(linked_profiles, an_account_keeps_what_came_with_it_before_many_others_logged_in_to_it) {
  linked_profiles table;
  constexpr std::uint32_t month_s = 30 * 86'400;
  apply(table, 1, 10, 100);
  login(table, 1, 2, 150);
  for (std::uint64_t stranger = 100; stranger <= 150; ++stranger) {
    apply(table, stranger, 99, month_s);
    table.link(user(stranger), user(2), std::int64_t{month_s + 1} * 1000, 50);
  }
  EXPECT_EQ(table.unlinked_count(), 1U);
  EXPECT_EQ(items(table, 2), (list{10}));
  EXPECT_EQ(items(table, 100), (list{99}));
}

TEST(linked_profiles, an_undone_login_gives_the_history_back) {
  linked_profiles table;
  apply(table, 1, 10, 100);
  login(table, 1, 2, 150);
  apply(table, 1, 11, 200);
  EXPECT_TRUE(table.holds_link(user(1), user(2)));
  table.unlink(user(1), user(2));
  EXPECT_EQ(items(table, 1), (list{11, 10}));
  EXPECT_TRUE(items(table, 2).empty());
  EXPECT_EQ(table.links(), 0U);
}

TEST(linked_profiles, undoing_one_of_two_logins_gives_the_history_to_the_next_account) {
  linked_profiles table;
  apply(table, 1, 10, 100);
  login(table, 1, 2, 150);
  login(table, 1, 3, 250);
  table.unlink(user(1), user(2));
  EXPECT_EQ(items(table, 3), (list{10}));
}

TEST(linked_profiles, a_shared_id_that_is_found_out_gives_all_histories_back) {
  linked_profiles table;
  for (std::uint64_t each = 1; each <= 3; ++each) {
    apply(table, each, static_cast<item_index>(each), 100);
    table.link(user(each), user(99), 150'000, 2);
  }
  EXPECT_TRUE(items(table, 99).empty());
  for (std::uint64_t each = 1; each <= 3; ++each)
    EXPECT_EQ(items(table, each), (list{static_cast<item_index>(each)}));
  EXPECT_EQ(table.unlinked_count(), 1U);
}

TEST(linked_profiles, is_read_while_logins_come_and_go) {
  linked_profiles table;
  apply(table, 1, 10, 100);
  std::latch started(2);
  std::thread reader([&] {
    started.arrive_and_wait();
    for (int round = 0; round < 2000; ++round) EXPECT_LE(items(table, 2).size(), 2U);
  });
  started.arrive_and_wait();
  for (int round = 0; round < 500; ++round) {
    login(table, 1, 2, 150);
    apply(table, 2, 20, 200);
    table.unlink(user(1), user(2));
  }
  reader.join();
  EXPECT_EQ(items(table, 1), (list{10}));
}

}  // namespace
}  // namespace footfall::test
