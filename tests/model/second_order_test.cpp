// Neighbours of neighbours.
#include "model/second_order.hpp"

#include "model/co_occurrence.hpp"

#include <gtest/gtest.h>

#include <map>
#include <vector>

namespace footfall::test {
namespace {

using model::neighbour;
using model::neighbour_table;
using model::scored_item;

constexpr std::size_t items_end = 200;

/// The model of a table.
boost::shared_ptr<const model::model> make_model(const neighbour_table& table, double second_order = 0.02) {
  std::vector<std::byte> bytes;
  {
    model::model_writer to(
        [&](std::span<const std::byte> some) { bytes.insert(bytes.end(), some.begin(), some.end()); });
    to.put_all(std::span(table.rows));
    to.put_all(std::span(table.offsets));
    to.put_all(std::span(table.neighbours));
  }
  auto definition = model::default_definition("near", "CF_I2I_CLICK");
  definition.set(model::option::second_order, second_order);
  model::model_reader from(bytes);
  return model::load_co_occurrence(definition, {}, from, items_end);
}

std::map<item_index, scored_item> scores(const std::vector<item_index>& context, const model::model& from) {
  std::vector<scored_item> list;
  from.answer({.context = context, .wanted = 1000}, list);
  std::map<item_index, scored_item> found;
  for (const auto& entry : list) EXPECT_TRUE(found.emplace(entry.item, entry).second) << "named twice";
  return found;
}

// Item 0 goes with 1, item 1 with 0, 2 and 3; item 3 has so many neighbours.
neighbour_table small_table(item_index neighbours_of_3 = 20) {
  neighbour_table table;
  table.rows = {0, 1, neighbour_table::no_row, 2};
  table.neighbours = {{1, 0.5F}, {2, 0.6F}, {0, 0.3F}, {3, 0.1F}};
  table.offsets = {0, 1, 4, 4 + std::size_t{neighbours_of_3}};
  for (item_index next = 0; next < neighbours_of_3; ++next) table.neighbours.push_back({100 + next, 1});
  return table;
}

TEST(second_order, short_rows_get_what_their_neighbours_have) {
  const auto model = make_model(small_table());
  const auto row = scores({0}, *model);
  ASSERT_EQ(row.size(), 3U);
  EXPECT_FLOAT_EQ(row.at(1).score, 0.5F);
  EXPECT_NEAR(row.at(2).score, 0.02 * 0.5 * 0.6, 1e-7);
  EXPECT_NEAR(row.at(3).score, 0.02 * 0.5 * 0.1, 1e-7);
  EXPECT_EQ(row.at(3).context_bits, 1U);
  EXPECT_EQ(scores({3}, *model).size(), 20U) << "a row of 20 is long enough";
  // It reaches the neighbours of 3, but neither itself nor what it has.
  const auto longer = scores({1}, *model);
  EXPECT_EQ(longer.size(), 23U);
  EXPECT_FALSE(longer.contains(1));
  EXPECT_FLOAT_EQ(longer.at(2).score, 0.6F);
}

TEST(second_order, item_gets_from_each_rank_what_is_its_own_there_or_what_is_further) {
  const auto both = scores({0, 1}, *make_model(small_table()));
  EXPECT_FLOAT_EQ(both.at(2).score, 0.02F * 0.5F * 0.6F + 0.6F / 4);
  EXPECT_EQ(both.at(2).context_bits, 3U);
  EXPECT_FLOAT_EQ(both.at(1).score, 0.5F);
  EXPECT_EQ(both.at(1).context_bits, 1U);
  EXPECT_EQ(both.at(100).context_bits, 2U);
}

TEST(second_order, only_the_best_of_a_neighbour_are_reached_but_all_are_in_the_sum) {
  const auto row = scores({1}, *make_model(small_table(40)));
  ASSERT_EQ(row.size(), 3 + model::further_neighbours);
  EXPECT_TRUE(row.contains(100 + static_cast<item_index>(model::further_neighbours) - 1));
  EXPECT_NEAR(row.at(100).score, 0.02 * 0.1 * 1 / 40, 1e-9);
}

TEST(second_order, lists_that_are_long_without_it_need_no_more) {
  const auto shorter = make_model(small_table(model::short_list - 2));
  EXPECT_GT(scores({0}, *shorter).at(2).score, 0);
  EXPECT_TRUE(scores({0, 3}, *shorter).contains(2)) << "99 neighbours in all";
  EXPECT_FALSE(scores({0, 3}, *make_model(small_table(model::short_list - 1))).contains(2));
}

TEST(second_order, weight_of_zero_adds_nothing) {
  EXPECT_EQ(scores({0}, *make_model(small_table(), 0)).size(), 1U);
}

}  // namespace
}  // namespace footfall::test
