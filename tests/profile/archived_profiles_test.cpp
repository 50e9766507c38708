// Forgetting a user while others are dropped and come back: what was looked up before must not undo it.
#include "footfall/profile/profile_table.hpp"
#include "support/example_events.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace footfall::test {
namespace {

using events::history_type;
using profile::history_entry;
using profile::profile_table;

user_key user(std::uint64_t number) { return click(number, 1).user; }

history_entry clicked(item_index item, std::uint32_t time_s) {
  return {item, time_s, history_type::clicked, 1};
}

std::vector<item_index> items_of(const profile_table& table, const user_key& of) {
  std::vector<history_entry> entries;
  table.read(of, entries);
  std::vector<item_index> items;
  for (const auto& each : entries) items.push_back(each.item);
  return items;
}

profile::idle_user picked(const profile_table& table, const user_key& of) {
  profile::idle_user one{of, {}};
  table.look_up(of, one.entries);
  return one;
}

using items = std::vector<item_index>;

TEST(archived_profiles, who_is_dropped_comes_back_with_what_came_meanwhile) {
  profile_table table;
  table.apply(user(1), clicked(1, 100));
  const auto one = picked(table, user(1));
  ASSERT_TRUE(table.drop(one));
  EXPECT_FALSE(table.is_at_hand(user(1)));
  table.apply(user(1), clicked(2, 200));
  table.bring_back(user(1), one.entries);
  EXPECT_TRUE(table.is_at_hand(user(1)));
  EXPECT_EQ(items_of(table, user(1)), (items{2, 1}));
}

TEST(archived_profiles, what_was_looked_up_before_a_user_was_forgotten_does_not_come_back) {
  profile_table table;
  table.apply(user(1), clicked(1, 100));
  const auto one = picked(table, user(1));
  ASSERT_TRUE(table.drop(one));
  table.forget(user(1));
  table.apply(user(1), clicked(2, 200));
  table.bring_back(user(1), one.entries);
  EXPECT_EQ(items_of(table, user(1)), items{2});
}

TEST(archived_profiles, a_user_that_waits_to_be_erased_is_not_dropped_since_the_new_row_would_go_too) {
  profile_table table;
  table.apply(user(1), clicked(1, 100));
  ASSERT_TRUE(table.drop(picked(table, user(1))));
  table.forget(user(1));
  table.apply(user(1), clicked(2, 200));
  table.bring_back(user(1), {});
  const auto anew = picked(table, user(1));
  EXPECT_FALSE(table.drop(anew));
  EXPECT_EQ(table.take_erasures(), std::vector{user(1)});
  EXPECT_TRUE(table.drop(anew));
}

TEST(archived_profiles, whoever_is_forgotten_is_erased_from_the_archive_whether_known_there_or_not) {
  profile_table table;
  table.apply(user(1), clicked(1, 100));
  // Written to the archive, and not dropped since something came in.
  const auto before = picked(table, user(1));
  table.apply(user(1), clicked(2, 200));
  ASSERT_FALSE(table.drop(before));
  table.forget(user(1));
  EXPECT_EQ(table.take_erasures(), std::vector{user(1)});
}

TEST(archived_profiles, a_move_that_is_being_done_ends_nowhere_when_its_target_is_forgotten) {
  profile_table table;
  table.apply(user(1), clicked(1, 100));
  const auto one = picked(table, user(1));
  ASSERT_TRUE(table.drop(one));
  table.move(user(1), user(2));
  const auto next = table.next_pending_move();
  ASSERT_TRUE(next);
  table.forget(user(2));
  table.finish_move(*next, one.entries);
  EXPECT_FALSE(table.has_pending_moves());
  EXPECT_EQ(items_of(table, user(1)), items{});
  EXPECT_EQ(items_of(table, user(2)), items{});
}

TEST(archived_profiles, a_move_after_the_target_was_forgotten_is_done) {
  profile_table table;
  table.apply(user(1), clicked(1, 100));
  const auto one = picked(table, user(1));
  ASSERT_TRUE(table.drop(one));
  table.forget(user(2));
  table.move(user(1), user(2));
  const auto next = table.next_pending_move();
  ASSERT_TRUE(next);
  EXPECT_TRUE(table.has_pending_moves());
  table.finish_move(*next, one.entries);
  EXPECT_FALSE(table.has_pending_moves());
  EXPECT_EQ(items_of(table, user(2)), items{1});
}

}  // namespace
}  // namespace footfall::test
