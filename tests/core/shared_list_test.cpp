// Lists that are shared until one of them is edited.
#include "footfall/core/shared_list.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>

namespace footfall::test {
namespace {

using words = shared_list<std::string>;

TEST(shared_list, copies_share_their_elements_until_one_is_edited) {
  const words first{"a", "b"};
  words second = first;
  EXPECT_TRUE(second.shares_with(first));
  second.edit().emplace_back("c");
  EXPECT_FALSE(second.shares_with(first));
  EXPECT_TRUE(std::ranges::equal(first, words{"a", "b"}));
  EXPECT_TRUE(std::ranges::equal(second, words{"a", "b", "c"}));
}

TEST(shared_list, one_that_nobody_else_holds_is_edited_where_it_is) {
  words alone{"a"};
  const auto* before = &alone.front();
  alone.edit().front() = "b";
  EXPECT_EQ(&alone.front(), before);
  EXPECT_EQ(alone.back(), "b");
}

TEST(shared_list, is_empty_at_first_and_after_it_was_cleared) {
  words list;
  EXPECT_TRUE(list.empty());
  list.edit().emplace_back("a");
  EXPECT_TRUE(words().empty()) << "what one begins with is not what another has edited";
  const words copy = list;
  list.clear();
  EXPECT_EQ(list.size(), 0U);
  EXPECT_EQ(copy.size(), 1U);
}

TEST(shared_list, can_be_read_as_a_range) {
  const words list{"a", "b"};
  const std::span<const std::string> range = list;
  EXPECT_EQ(range.data(), list.data());
  EXPECT_EQ(range.size(), 2U);
  EXPECT_EQ(list[1], "b");
}

}  // namespace
}  // namespace footfall::test
