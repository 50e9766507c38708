// Neighbours of neighbours.
#include "model/second_order.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using model::neighbour;
using model::neighbour_table;

// Item 0 goes with 1, item 1 with 0, 2 and 3; item 3 has 20 neighbours.
neighbour_table small_table() {
  neighbour_table table;
  table.rows = {0, 1, neighbour_table::no_row, 2};
  table.neighbours = {{1, 0.5F}, {2, 0.6F}, {0, 0.3F}, {3, 0.1F}};
  table.offsets = {0, 1, 4, 24};
  for (item_index item = 0; item < 20; ++item) table.neighbours.push_back({100 + item, 1});
  return table;
}

TEST(second_order, short_rows_get_what_their_neighbours_have) {
  auto table = small_table();
  model::add_second_order({}, 2, table);
  const auto row = table.of(0);
  ASSERT_EQ(row.size(), 3U);
  EXPECT_EQ(row[0], (neighbour{1, 0.5F}));
  EXPECT_EQ(row[1].item, 2U);
  EXPECT_NEAR(row[1].weight, 0.02 * 0.5 * 0.6, 1e-7);
  EXPECT_EQ(row[2].item, 3U);
  EXPECT_EQ(table.of(3).size(), 20U);
  // Item 1 reaches the neighbours of 3, but neither itself nor what it has.
  EXPECT_EQ(table.of(1).size(), 23U);
}

TEST(second_order, best_ones_are_kept_and_a_weight_of_zero_adds_nothing) {
  auto table = small_table();
  model::model_definition definition;
  definition.neighbours = 1;
  model::add_second_order(definition, 1, table);
  EXPECT_EQ(table.of(0).size(), 2U);
  auto same = small_table();
  definition.second_order = 0;
  model::add_second_order(definition, 1, same);
  EXPECT_EQ(same.neighbours, small_table().neighbours);
}

TEST(second_order, fifty_are_enough) {
  // Item 0 goes with 1, which goes with 60 others.
  neighbour_table table;
  table.rows = {0, 1};
  table.neighbours = {{1, 1.0F}};
  table.offsets = {0, 1, 61};
  for (item_index item = 0; item < 60; ++item)
    table.neighbours.push_back({100 + item, 1.0F / static_cast<float>(1 + item)});
  model::add_second_order({}, 1, table);
  EXPECT_EQ(table.of(0).size(), 51U);
  EXPECT_EQ(table.of(0).back().item, 149U);
}

}  // namespace
}  // namespace footfall::test
