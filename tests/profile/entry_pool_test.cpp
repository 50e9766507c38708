// A pool of entries gives back what was put, however blocks come and go, and takes no more than they need.
#include "footfall/profile/entry_pool.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <vector>

namespace footfall::test {
namespace {

using events::history_type;
using profile::entry_pool;
using profile::history_entry;

std::vector<history_entry> random_entries(std::mt19937& random, std::size_t count) {
  std::vector<history_entry> entries;
  for (std::size_t index = 0; index < count; ++index)
    entries.push_back({static_cast<item_index>(random()), static_cast<std::uint32_t>(random()),
                       static_cast<history_type>(random() % events::history_type_count),
                       static_cast<std::uint8_t>(random()), random() % 2 == 0});
  return entries;
}

/// A pool, and what should be in it.
struct pool_and_owners {
  struct owner {
    std::uint32_t block = 0;
    std::vector<history_entry> entries;
  };
  entry_pool pool;
  std::map<std::uint32_t, owner> owners;

  void put(std::uint32_t number, std::vector<history_entry> entries) {
    take(number);
    const auto block = pool.add(entries, number);
    owners[number] = {block, std::move(entries)};
  }

  void take(std::uint32_t number) {
    const auto known = owners.find(number);
    if (known == owners.end()) return;
    const auto block = known->second.block;
    if (const auto moved = pool.remove(block, known->second.entries.size())) owners[*moved].block = block;
    owners.erase(number);
  }

  std::vector<history_entry> read(std::uint32_t number) const {
    const auto& of = owners.at(number);
    const auto entries = pool.entries(of.block, of.entries.size());
    return {entries.begin(), entries.end()};
  }
};

TEST(entry_pool, any_blocks_are_read_as_they_were_put_until_they_are_gone) {
  std::mt19937 random(20261120);
  pool_and_owners some;
  for (int step = 0; step < 20'000; ++step) {
    const auto number = static_cast<std::uint32_t>(random() % 300);
    const auto count = 1 + random() % (random() % 20 == 0 ? 3200 : 12);
    if (random() % 3 == 0)
      some.take(number);
    else
      some.put(number, random_entries(random, count));
    if (some.owners.empty()) continue;
    const auto any = some.owners.begin()->first;
    ASSERT_EQ(some.read(any), some.owners.at(any).entries) << "step " << step;
  }
  for (const auto& [number, of] : some.owners) EXPECT_EQ(some.read(number), of.entries);
  while (!some.owners.empty()) some.take(some.owners.begin()->first);
  EXPECT_EQ(some.pool.bytes(), 0U);
}

TEST(entry_pool, a_block_is_replaced_in_place_only_by_one_of_its_size) {
  std::mt19937 random(7);
  pool_and_owners some;
  some.put(1, random_entries(random, 9));
  const auto block = some.owners[1].block;
  const auto larger = random_entries(random, 10);
  EXPECT_TRUE(some.pool.replace(block, 9, larger));
  EXPECT_TRUE(std::ranges::equal(some.pool.entries(block, 10), larger));
  EXPECT_FALSE(some.pool.replace(block, 10, random_entries(random, 11)));
  EXPECT_FALSE(some.pool.replace(block, 10, {}));
}

TEST(entry_pool, an_owner_that_is_renamed_is_told_of_under_its_new_name) {
  std::mt19937 random(7);
  entry_pool pool;
  const auto entries = random_entries(random, 2);
  const auto first = pool.add(entries, 10);
  const auto second = pool.add(entries, 20);
  pool.rename(second, 2, 21);
  EXPECT_EQ(pool.remove(first, 2), 21U);
  EXPECT_EQ(pool.remove(first, 2), std::nullopt);
}

TEST(entry_pool, many_blocks_take_little_more_than_their_entries) {
  std::mt19937 random(7);
  for (const std::size_t count : {1U, 5U, 50U, 200U}) {
    pool_and_owners some;
    const auto entries = random_entries(random, count);
    for (std::uint32_t number = 0; number < 1000; ++number) (void)some.pool.add(entries, number);
    EXPECT_LT(static_cast<double>(some.pool.bytes()) / 1000,
              static_cast<double>(count * sizeof(history_entry)) * 1.25 + 8);
  }
}

}  // namespace
}  // namespace footfall::test
