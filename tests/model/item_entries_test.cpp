// Entries by item, and the choice of the best ones, against the simple way.
#include "footfall/model/item_entries.hpp"

#include "footfall/model/best_entries.hpp"
#include "footfall/model/model.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

using model::scored_item;

TEST(item_entries, sums_are_those_of_a_map_whatever_came_before) {
  std::mt19937_64 random(1);
  model::item_entries<scored_item> entries;
  for (const std::size_t adds : {0, 1, 15, 5000, 20, 12'000, 3}) {
    const auto items = 1 + random() % (adds + 1);
    std::map<item_index, float> expected;
    entries.clear(adds);
    for (std::size_t add = 0; add < adds; ++add) {
      const auto item = static_cast<item_index>(random() % items * 1024);
      entries.find_or_add(item).score += 1;
      expected[item] += 1;
    }
    std::map<item_index, float> found;
    for (const auto& entry : entries.entries()) EXPECT_TRUE(found.emplace(entry.item, entry.score).second);
    EXPECT_EQ(found, expected);
    EXPECT_EQ(entries.size(), expected.size());
  }
}

TEST(item_entries, table_has_room_for_as_many_different_items_as_promised) {
  model::item_entries<scored_item> entries;
  for (std::uint32_t count = 0; count < 300; ++count) {
    entries.clear(count);
    for (item_index item = 0; item < count; ++item) entries.find_or_add(item * 7919);
    EXPECT_EQ(entries.size(), count);
  }
}

struct scores_row {
  const char* name;
  float (*draw)(std::mt19937_64& random);
};

class best_entries : public testing::TestWithParam<scores_row> {};

TEST_P(best_entries, are_those_of_sorting_everything) {
  std::mt19937_64 random(2);
  model::best_entries<scored_item> best;
  const auto better = [](const scored_item& left, const scored_item& right) {
    return left.score != right.score ? left.score > right.score : left.item < right.item;
  };
  for (int round = 0; round < 400; ++round) {
    std::vector<scored_item> list(random() % 300);
    for (std::size_t place = 0; place < list.size(); ++place)
      list[place] = {static_cast<item_index>(place * 7919 % 1009), GetParam().draw(random), 0};
    const auto count = static_cast<std::size_t>(random() % 310);
    const auto chosen = best.choose(list, count, better);
    std::vector<scored_item> found(chosen.begin(), chosen.end());
    std::ranges::sort(found, better);
    std::ranges::sort(list, better);
    list.resize(std::min(count, list.size()));
    ASSERT_EQ(found.size(), list.size());
    for (std::size_t place = 0; place < list.size(); ++place) ASSERT_EQ(found[place].item, list[place].item);
  }
}

float draw_share(std::mt19937_64& random) { return std::uniform_real_distribution<float>(0, 1)(random); }

INSTANTIATE_TEST_SUITE_P(
    , best_entries,
    testing::Values(
        scores_row{"of_many_sizes",
                   [](auto& random) { return std::ldexp(draw_share(random), -int(random() % 90)); }},
        scores_row{"nearly_the_same", [](auto& random) { return 1 + draw_share(random) * 1e-5F; }},
        scores_row{"that_are_equal", [](auto& random) { return float(random() % 3); }},
        scores_row{"of_nothing", [](auto&) { return 0.0F; }}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace footfall::test
