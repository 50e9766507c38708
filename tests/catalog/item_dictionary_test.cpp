// Item numbers: handed out once, bounded, readable while others add.
#include "footfall/catalog/item_dictionary.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <thread>
#include <vector>

namespace footfall::test {
namespace {

using catalog::item_dictionary;

item_key numbered(std::uint32_t number) { return {1, number, {}}; }

TEST(item_dictionary, numbers_follow_the_order_of_the_first_add) {
  item_dictionary items;
  EXPECT_EQ(items.add(numbered(70)), 0U);
  EXPECT_EQ(items.add(numbered(5)), 1U);
  EXPECT_EQ(items.add(numbered(70)), 0U);
  EXPECT_EQ(items.size(), 2U);
  EXPECT_EQ(items.key_of(1), numbered(5));
}

TEST(item_dictionary, same_id_under_another_type_or_as_text_is_another_item) {
  item_dictionary items;
  EXPECT_EQ(items.add({1, 7, {}}), 0U);
  EXPECT_EQ(items.add({2, 7, {}}), 1U);
  EXPECT_EQ(items.add({1, 0, "7"}), 2U);
  EXPECT_EQ(items.find({1, 0, "7"}), 2U);
  EXPECT_EQ(items.find({2, 7, {}}), 1U);
}

TEST(item_dictionary, tells_types_and_whether_there_is_only_one) {
  item_dictionary items;
  EXPECT_FALSE(items.all_of_type(1));
  static_cast<void>(items.add(numbered(1)));
  static_cast<void>(items.add(numbered(2)));
  EXPECT_TRUE(items.all_of_type(1));
  EXPECT_FALSE(items.all_of_type(2));
  static_cast<void>(items.add({2, 1, {}}));
  static_cast<void>(items.add(numbered(3)));
  EXPECT_FALSE(items.all_of_type(1));
  EXPECT_EQ(items.type_of(0), 1U);
  EXPECT_EQ(items.type_of(2), 2U);
}

TEST(item_dictionary, unknown_item_is_not_found_and_not_added) {
  const item_dictionary items;
  EXPECT_EQ(items.find(numbered(1)), std::nullopt);
  EXPECT_EQ(items.size(), 0U);
}

TEST(item_dictionary, full_dictionary_still_knows_its_items) {
  item_dictionary items(2);
  ASSERT_TRUE(items.add(numbered(1)) && items.add(numbered(2)));
  EXPECT_EQ(items.add(numbered(3)), std::nullopt);
  EXPECT_EQ(items.add(numbered(2)), 1U);
  EXPECT_EQ(items.size(), 2U);
}

TEST(item_dictionary, what_was_named_too_long_ago_is_known_again_under_its_number_when_it_is_named_again) {
  item_dictionary items;
  EXPECT_EQ(items.name(numbered(1), 100), 0U);
  EXPECT_EQ(items.name(numbered(2), 100), 1U);
  EXPECT_EQ(items.name(numbered(2), 200), 1U);
  EXPECT_EQ(items.name(numbered(2), 50), 1U);
  EXPECT_EQ(items.add(numbered(3)), 2U);
  items.forget_before(200);
  EXPECT_EQ(items.find(numbered(1)), std::nullopt);
  EXPECT_EQ(items.find(numbered(2)), 1U);
  EXPECT_EQ(items.find(numbered(3)), 2U);
  EXPECT_EQ(items.known(), 2U);
  EXPECT_EQ(items.size(), 3U);
  EXPECT_EQ(items.name(numbered(1), 300), 0U);
  EXPECT_EQ(items.find(numbered(1)), 0U);
  EXPECT_EQ(items.known(), 3U);
}

TEST(item_dictionary, room_for_known_items_is_for_those_that_are_known) {
  item_dictionary items;
  EXPECT_EQ(items.name(numbered(1), 100, 2), 0U);
  EXPECT_EQ(items.name(numbered(2), 200, 2), 1U);
  EXPECT_EQ(items.name(numbered(3), 300, 2), std::nullopt);
  items.forget_before(200);
  EXPECT_EQ(items.name(numbered(3), 300, 2), 2U);
  EXPECT_EQ(items.name(numbered(1), 300, 2), std::nullopt);
  EXPECT_EQ(items.name(numbered(2), 300, 2), 1U);
}

TEST(item_dictionary, saved_items_are_known_as_long_as_they_were) {
  item_dictionary items;
  for (const std::uint32_t number : {1, 2, 3}) ASSERT_TRUE(items.name(numbered(number), number * 100));
  items.forget_before(200);
  catalog::saved_items saved;
  items.save(0, items.size(), saved);
  item_dictionary again;
  ASSERT_TRUE(again.load(saved));
  EXPECT_EQ(again.find(numbered(1)), std::nullopt);
  EXPECT_EQ(again.find(numbered(2)), 1U);
  EXPECT_EQ(again.known(), 2U);
  again.forget_before(300);
  EXPECT_EQ(again.find(numbered(2)), std::nullopt);
  EXPECT_EQ(again.find(numbered(3)), 2U);
}

TEST(item_dictionary, keys_stay_where_they_are_while_it_grows) {
  item_dictionary items;
  static_cast<void>(items.add({1, 0, "a text that is too long for the string's own buffer"}));
  const auto* first = &items.key_of(0);
  for (std::uint32_t number = 1; number <= 20'000; ++number) static_cast<void>(items.add(numbered(number)));
  EXPECT_EQ(&items.key_of(0), first);
  for (std::uint32_t number = 1; number <= 20'000; ++number) ASSERT_EQ(items.find(numbered(number)), number);
}

TEST(item_dictionary, threads_that_add_the_same_items_agree_on_their_numbers) {
  item_dictionary items;
  constexpr std::uint32_t keys = 10'000;
  constexpr std::uint32_t adders = 4;
  std::vector<std::vector<item_index>> numbers(adders);
  std::atomic<bool> wrong_key{false};
  std::latch start(adders);
  {
    std::vector<std::jthread> threads;
    for (std::uint32_t adder = 0; adder < adders; ++adder)
      threads.emplace_back([&, adder] {
        start.arrive_and_wait();
        for (std::uint32_t step = 0; step < keys; ++step) {
          const auto key = numbered(1 + (step + adder * 1000) % keys);
          const auto number = *items.add(key);
          if (items.key_of(number) != key || items.size() <= number) wrong_key = true;
        }
        for (std::uint32_t number = 1; number <= keys; ++number)
          numbers[adder].push_back(*items.find(numbered(number)));
      });
  }
  EXPECT_FALSE(wrong_key);
  EXPECT_EQ(items.size(), keys);
  for (std::uint32_t adder = 1; adder < adders; ++adder) EXPECT_EQ(numbers[adder], numbers[0]);
}

}  // namespace
}  // namespace footfall::test
