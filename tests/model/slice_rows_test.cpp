// The newest of the sequences that come.
#include "model/slice_rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <tuple>
#include <vector>

namespace footfall::test {
namespace {

TEST(newest_sequences, are_the_same_in_whatever_order_they_come) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 500; ++round) {
    std::vector<std::tuple<std::vector<item_index>, std::uint32_t, std::uint64_t>> all;
    for (std::uint64_t tie = 0; tie < 200; ++tie) {
      const auto size = 1 + random() % 6;
      const auto last_s = static_cast<std::uint32_t>(random() % 4);
      all.emplace_back(std::vector<item_index>(size, static_cast<item_index>(tie)), last_s, tie);
    }
    const auto keep = [&] {
      model::newest_sequences kept(100);
      for (const auto& [items, last_s, tie] : all) kept.add(items, last_s, tie);
      kept.finish();
      return std::vector<item_index>(kept.items().begin(), kept.items().end());
    };
    const auto kept = keep();
    EXPECT_LE(kept.size(), 100U);
    EXPECT_GT(kept.size(), 90U);
    std::ranges::shuffle(all, random);
    ASSERT_EQ(keep(), kept) << round;
  }
}

TEST(newest_sequences, of_one_that_is_too_long_keep_the_last_items) {
  model::newest_sequences kept(2);
  kept.add(std::vector<item_index>{1, 2, 3}, 5, 1);
  kept.finish();
  EXPECT_EQ(std::vector<item_index>(kept.items().begin(), kept.items().end()),
            (std::vector<item_index>{2, 3}));
}

}  // namespace
}  // namespace footfall::test
