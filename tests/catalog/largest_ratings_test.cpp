// The best rating of each item type.
#include "footfall/catalog/largest_ratings.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

using catalog::largest_ratings;

TEST(largest_ratings, each_item_type_has_its_own_and_it_never_falls) {
  largest_ratings ratings;
  for (const auto rating : {std::uint8_t{3}, std::uint8_t{5}, std::uint8_t{4}}) ratings.add(1, rating);
  ratings.add(2, 80);
  EXPECT_EQ(ratings.largest(1), 5);
  EXPECT_EQ(ratings.largest(2), 80);
}

TEST(largest_ratings, all_of_them_added_again_are_the_same) {
  largest_ratings ratings;
  ratings.add(1, 5);
  ratings.add(2, 80);
  largest_ratings again;
  for (const auto& [type, rating] : ratings.all()) again.add(type, rating);
  EXPECT_EQ(again.largest(1), 5);
  EXPECT_EQ(again.largest(2), 80);
}

TEST(largest_ratings, can_always_be_divided_by) {
  largest_ratings ratings;
  EXPECT_EQ(ratings.largest(1), 1);
  ratings.add(1, 0);
  EXPECT_EQ(ratings.largest(1), 1);
}

TEST(largest_ratings, types_beyond_the_bound_are_taken_as_percentages) {
  largest_ratings ratings;
  for (std::uint32_t type = 1; type <= largest_ratings::types_max; ++type) ratings.add(type, 5);
  ratings.add(largest_ratings::types_max + 1, 7);
  EXPECT_EQ(ratings.largest(largest_ratings::types_max + 1), 100);
  ratings.add(1, 9);
  EXPECT_EQ(ratings.largest(1), 9);
}

}  // namespace
}  // namespace footfall::test
