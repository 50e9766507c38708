// Which item something counts for, when ids have changed.
#include "footfall/catalog/item_transfers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace footfall::test {
namespace {

using catalog::item_transfers;

TEST(item_transfers, what_was_said_until_then_counts_for_the_target_and_what_comes_later_does_not) {
  item_transfers transfers;
  transfers.add(1, 2, 1000);
  EXPECT_EQ(transfers.item_of(1, 999), 2U);
  EXPECT_EQ(transfers.item_of(1, 1000), 2U);
  EXPECT_EQ(transfers.item_of(1, 1001), 1U);
  EXPECT_EQ(transfers.item_of(2, 999), 2U);
  EXPECT_EQ(transfers.item_of(3, 999), 3U);
}

TEST(item_transfers, later_ones_go_on_from_where_earlier_ones_have_led) {
  item_transfers transfers;
  transfers.add(1, 2, 1000);
  transfers.add(2, 3, 2000);
  EXPECT_EQ(transfers.item_of(1, 500), 3U);
  EXPECT_EQ(transfers.item_of(2, 500), 3U);
  EXPECT_EQ(transfers.item_of(1, 1500), 1U);
}

TEST(item_transfers, tell_of_which_items_something_may_count_for_one) {
  item_transfers transfers;
  const auto sources = [&](item_index item) {
    const auto found = transfers.sources_of(item);
    return std::vector<item_index>(found.begin(), found.end());
  };
  transfers.add(1, 2, 1000);
  transfers.add(2, 3, 2000);
  transfers.add(4, 1, 3000);
  EXPECT_EQ(sources(1), (std::vector<item_index>{4}));
  EXPECT_EQ(sources(2), (std::vector<item_index>{1}));
  EXPECT_EQ(sources(3), (std::vector<item_index>{1, 2}));
  EXPECT_TRUE(sources(4).empty());
  transfers.add(3, 1, 4000);  // a circle
  EXPECT_EQ(sources(1), (std::vector<item_index>{4, 2, 3}));
  auto targets = transfers.targets();
  std::ranges::sort(targets);
  EXPECT_EQ(targets, (std::vector<item_index>{1, 2, 3}));
  EXPECT_EQ(transfers.item_of(2, 500), 1U);
}

TEST(item_transfers, of_a_long_chain_the_last_items_are_told) {
  item_transfers transfers;
  for (item_index item = 0; item < 1000; ++item) transfers.add(item, item + 1, 1000);
  EXPECT_EQ(transfers.sources_of(1000).size(), static_cast<std::size_t>(item_transfers::followed_max));
  EXPECT_NE(std::ranges::find(transfers.sources_of(1000), 999U), transfers.sources_of(1000).end());
}

TEST(item_transfers, earlier_ones_do_not_take_what_came_to_their_source_afterwards) {
  item_transfers transfers;
  transfers.add(2, 3, 1000);
  transfers.add(1, 2, 2000);
  EXPECT_EQ(transfers.item_of(1, 500), 2U);
  EXPECT_EQ(transfers.item_of(2, 500), 3U);
}

TEST(item_transfers, an_id_that_is_used_again_can_be_transferred_again) {
  item_transfers transfers;
  transfers.add(1, 2, 1000);
  transfers.add(1, 3, 2000);
  EXPECT_EQ(transfers.item_of(1, 500), 2U);
  EXPECT_EQ(transfers.item_of(1, 1500), 3U);
  EXPECT_EQ(transfers.item_of(1, 2500), 1U);
}

TEST(item_transfers, what_follows_the_first_ones_already_follows_only_the_others) {
  item_transfers transfers;
  transfers.add(2, 3, 1000);
  transfers.add(1, 2, 2000);
  transfers.add(2, 4, 3000);
  // An event of 1 that has become one of 2 stays out of what happened to 2 before.
  EXPECT_EQ(transfers.item_of(2, 500, 2), 4U);
  EXPECT_EQ(transfers.item_of(2, 500, 3), 2U);
}

TEST(item_transfers, a_circle_ends_where_its_last_transfer_says) {
  item_transfers transfers;
  transfers.add(1, 2, 1000);
  transfers.add(2, 1, 1000);
  EXPECT_EQ(transfers.item_of(1, 500), 1U);
  EXPECT_EQ(transfers.item_of(2, 500), 1U);
}

TEST(item_transfers, a_chain_is_followed_so_far_and_no_further) {
  item_transfers transfers;
  for (item_index item = 0; item < 1000; ++item) transfers.add(item, item + 1, 1000);
  EXPECT_EQ(transfers.item_of(0, 500), static_cast<item_index>(item_transfers::followed_max));
}

}  // namespace
}  // namespace footfall::test
