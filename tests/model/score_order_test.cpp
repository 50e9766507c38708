// Order by scores: the same as comparing everything, ties and far apart scores too.
#include "model/score_order.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace footfall::test {
namespace {

struct entry {
  float score;
  int number;
};

bool is_better(const entry& left, const entry& right) {
  return left.score != right.score ? left.score > right.score : left.number < right.number;
}

std::vector<int> numbers(std::span<const entry> entries) {
  std::vector<int> found;
  for (const auto& each : entries) found.push_back(each.number);
  return found;
}

struct order_case {
  std::size_t entries;
  std::size_t sorted;
  std::size_t kept;
  int different_scores;
  double octaves;  // between the largest and the smallest
};

TEST(score_order, best_come_first_in_order_then_those_that_are_kept) {
  constexpr order_case cases[] = {
      {0, 0, 0, 1, 0},          {1, 1, 1, 1, 0},          {24, 10, 20, 5, 3},      {600, 100, 150, 1, 0},
      {600, 100, 150, 100, 4},  {600, 0, 150, 600, 4},    {600, 100, 600, 600, 4}, {600, 600, 600, 600, 60},
      {600, 100, 400, 600, 60}, {600, 150, 150, 600, 0.5}};
  std::mt19937_64 random(3);
  model::score_order<entry> order;
  for (const auto& tested : cases) {
    std::vector<entry> entries;
    for (std::size_t made = 0; made < tested.entries; ++made) {
      const auto place = static_cast<double>(random() % static_cast<std::uint64_t>(tested.different_scores));
      const auto below = tested.octaves * place / tested.different_scores;
      entries.push_back({static_cast<float>(std::exp2(-below)), static_cast<int>(made)});
    }
    auto expected = entries;
    std::ranges::sort(expected, is_better);
    order.arrange(std::span(entries), tested.sorted, tested.kept, is_better);
    EXPECT_EQ(numbers(std::span(entries).first(tested.sorted)),
              numbers(std::span(expected).first(tested.sorted)));
    if (tested.kept < tested.entries && tested.kept > 0) {
      EXPECT_EQ(entries[tested.kept - 1].number, expected[tested.kept - 1].number);
    }
    auto kept = numbers(std::span(entries).first(tested.kept));
    auto best = numbers(std::span(expected).first(tested.kept));
    std::ranges::sort(kept);
    std::ranges::sort(best);
    EXPECT_EQ(kept, best);
    std::ranges::sort(entries, is_better);
    EXPECT_EQ(numbers(entries), numbers(expected)) << "none is lost";
  }
}

}  // namespace
}  // namespace footfall::test
