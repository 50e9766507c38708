// Rankings: the best that are admitted, with and without a group.
#include "footfall/model/ranking.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <random>

namespace footfall::test {
namespace {

using model::scored_list;
using item_list = std::vector<item_index>;

/// Admits what a function says, and counts how often it was asked.
class counted_admission final : public model::admission {
 public:
  explicit counted_admission(std::function<bool(item_index)> admits) : admits_(std::move(admits)) {}
  bool admits(item_index item) const override {
    ++asked;
    return admits_(item);
  }
  mutable std::size_t asked = 0;

 private:
  std::function<bool(item_index)> admits_;
};

item_list ask(const model::ranking& ranks, const model::question& asked) {
  scored_list found;
  ranks.answer(asked, found);
  item_list items;
  for (const auto& entry : found) {
    EXPECT_FLOAT_EQ(entry.score, ranks.score_of(entry.item));
    items.push_back(entry.item);
  }
  return items;
}

/// A group that is one list.
struct one_list {
  explicit one_list(item_list items) : members(std::move(items)), lists{members} {}
  operator std::optional<model::item_lists>() const { return model::item_lists::of(lists); }
  item_list members;
  std::array<std::span<const item_index>, 1> lists;
};

/// Item i of n, the first is the best.
model::ranking falling(item_index size) {
  std::vector<model::ranked_item> items;
  for (item_index item = 0; item < size; ++item) items.push_back({item, static_cast<float>(size - item)});
  return model::ranking(std::move(items));
}

TEST(ranking, items_come_best_first_and_equal_ones_by_index) {
  const model::ranking ranks({{4, 1}, {2, 1}, {7, 3}});
  EXPECT_EQ(ask(ranks, {.wanted = 10}), (item_list{7, 2, 4}));
  EXPECT_EQ(ask(ranks, {.wanted = 2}), (item_list{7, 2}));
  EXPECT_EQ(ask(ranks, {.wanted = 0}), item_list{});
}

TEST(ranking, walk_ends_when_enough_are_admitted) {
  const auto ranks = falling(10'000);
  const counted_admission even([](item_index item) { return item % 2 == 0; });
  EXPECT_EQ(ask(ranks, {.admits = &even, .wanted = 3}), (item_list{0, 2, 4}));
  EXPECT_EQ(even.asked, 5U);
}

TEST(ranking, small_group_at_the_end_of_a_long_ranking_is_scored_itself) {
  const auto ranks = falling(100'000);
  const counted_admission all([](item_index item) { return item != 99'998; });
  const one_list group{{99'990, 99'998, 99'999}};
  model::search_bound bound{100, false};
  EXPECT_EQ(ask(ranks, {.admits = &all, .wanted = 2, .group = group, .bound = &bound}),
            (item_list{99'990, 99'999}));
  EXPECT_EQ(bound.left, 97U);
  EXPECT_FALSE(bound.reached);
}

TEST(ranking, large_group_that_lies_at_the_end_costs_twice_its_size) {
  const auto ranks = falling(100'000);
  item_list members;
  for (item_index item = 90'000; item < 95'000; ++item) members.push_back(item);
  const one_list group(members);
  const counted_admission of_group([](item_index item) { return item >= 90'000 && item < 95'000; });
  model::search_bound bound{10'000, false};
  EXPECT_EQ(ask(ranks, {.admits = &of_group, .wanted = 2, .group = group, .bound = &bound}),
            (item_list{90'000, 90'001}));
  EXPECT_EQ(bound.left, 0U);
  EXPECT_FALSE(bound.reached);
}

TEST(ranking, bound_ends_the_search_and_says_so) {
  const auto ranks = falling(1000);
  const counted_admission late([](item_index item) { return item >= 500; });
  model::search_bound bound{501, false};
  EXPECT_EQ(ask(ranks, {.admits = &late, .wanted = 2, .bound = &bound}), (item_list{500}));
  EXPECT_TRUE(bound.reached);
}

TEST(ranking, group_gives_what_the_whole_list_has_of_it) {
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::vector<model::ranked_item> items;
    item_list group;
    for (item_index item = 0; item < 500; ++item) {
      if (random() % 4 != 0) items.push_back({item, static_cast<float>(1 + random() % 20)});
      if (random() % (1 + static_cast<unsigned>(round)) == 0) group.push_back(item);
    }
    const model::ranking ranks(std::move(items));
    const counted_admission third(
        [&](item_index item) { return item % 3 != 0 && std::ranges::binary_search(group, item); });
    item_list expected;
    for (const auto item : ask(ranks, {.wanted = 500}))
      if (third.admits(item) && expected.size() < 10) expected.push_back(item);
    EXPECT_EQ(ask(ranks, {.admits = &third, .wanted = 10, .group = one_list(group)}), expected);
    // The same in two lists that have items in common.
    const std::array halves{std::span<const item_index>(group).first((group.size() * 2 + 2) / 3),
                            std::span<const item_index>(group).last((group.size() * 2 + 2) / 3)};
    EXPECT_EQ(ask(ranks, {.admits = &third, .wanted = 10, .group = model::item_lists::of(halves)}), expected);
  }
}

}  // namespace
}  // namespace footfall::test
