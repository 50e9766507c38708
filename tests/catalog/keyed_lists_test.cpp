// Lists of items by key, and numbers of items: what a change makes of them, and what it copies.
#include "footfall/catalog/keyed_lists.hpp"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <vector>

namespace footfall::catalog {
namespace {

std::vector<item_index> items_of(const keyed_lists& lists, std::uint64_t key) {
  const auto found = lists.find(key);
  return {found.begin(), found.end()};
}

keyed_lists::changes put(std::uint64_t key, std::vector<item_index> items) {
  keyed_lists::changes made;
  made[key].in = std::move(items);
  return made;
}

TEST(keyed_lists, are_those_of_a_set_for_each_key_whatever_comes_and_goes) {
  std::mt19937 random(7);
  std::map<std::uint64_t, std::set<item_index>> wanted;
  keyed_lists lists;
  std::set<std::uint64_t> with_items;
  const auto watch = [&](std::uint64_t key, bool has_items) {
    EXPECT_TRUE(has_items ? with_items.insert(key).second : with_items.erase(key) == 1) << key;
  };
  for (int round = 0; round < 40; ++round) {
    keyed_lists::changes changes;
    for (int step = 0; step < 200; ++step) {
      const auto key = random() % 3000;
      const auto item = static_cast<item_index>(random() % 5);
      // An item may come and go several times before the lists are told.
      if (wanted[key].insert(item).second) {
        changes[key].in.push_back(item);
      } else {
        wanted[key].erase(item);
        changes[key].out.push_back(item);
      }
    }
    lists.apply(changes, watch);
  }
  std::size_t keys = 0;
  for (const auto& [key, items] : wanted) {
    EXPECT_EQ(items_of(lists, key), std::vector<item_index>(items.begin(), items.end())) << key;
    keys += !items.empty();
  }
  EXPECT_EQ(lists.size(), keys);
  EXPECT_EQ(with_items.size(), keys);
}

TEST(keyed_lists, a_change_shares_all_but_a_few_hundred_keys_with_the_lists_before_it) {
  constexpr std::uint64_t keys = 100'000;
  keyed_lists::changes all;
  for (std::uint64_t key = 0; key < keys; ++key) all[key].in = {1};
  keyed_lists before;
  before.apply(all);
  auto after = before;
  auto change = put(keys, {7});
  after.apply(change);
  EXPECT_TRUE(before.find(keys).empty());
  EXPECT_EQ(items_of(after, keys), std::vector<item_index>{7});
  std::size_t copied = 0;
  for (std::uint64_t key = 0; key < keys; ++key) copied += before.find(key).data() != after.find(key).data();
  EXPECT_LT(copied, 2000U);
}

TEST(keyed_lists, their_memory_is_that_of_what_is_in_them) {
  keyed_lists lists;
  auto one = put(1, {1});
  lists.apply(one);
  const auto little = lists.bytes();
  std::vector<item_index> many(100'000);
  for (item_index item = 0; item < many.size(); ++item) many[item] = item + 2;
  auto more = put(1, many);
  lists.apply(more);
  EXPECT_GT(lists.bytes(), little + many.size() * sizeof(item_index));
  EXPECT_LT(lists.bytes(), little + many.size() * sizeof(item_index) + 1000);
  keyed_lists::changes less;
  less[1].out = many;
  lists.apply(less);
  EXPECT_EQ(lists.bytes(), little);
}

TEST(item_numbers, of_an_item_take_the_place_of_those_it_had) {
  item_numbers numbers;
  numbers.apply({{3, {30, 4}}, {5000, {1}}});
  auto changed = numbers;
  changed.apply({{3, {8}}, {4, {2}}, {5000, {}}});
  std::vector<std::pair<item_index, double>> found;
  changed.visit([&](const numbered_item& each) { found.emplace_back(each.item, each.number); });
  EXPECT_EQ(found, (std::vector<std::pair<item_index, double>>{{3, 8}, {4, 2}}));
  EXPECT_EQ(changed.size(), 2U);
  EXPECT_EQ(numbers.size(), 3U);
  ASSERT_EQ(numbers.of(3).size(), 2U);
  EXPECT_EQ(numbers.of(3)[0].number, 30);
  EXPECT_TRUE(changed.of(5000).empty());
  EXPECT_LT(changed.bytes(), numbers.bytes());
}

}  // namespace
}  // namespace footfall::catalog
