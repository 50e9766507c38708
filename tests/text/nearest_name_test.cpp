// "Did you mean" finds typing mistakes and leaves other words alone.
#include "footfall/text/nearest_name.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace footfall::test {

using text::edit_distance;
using text::nearest_name;

TEST(edit_distance, counts_single_changes) {
  struct row {
    const char* left;
    const char* right;
    std::size_t distance;
  };
  for (const auto& [left, right, distance] : {row{"", "", 0}, row{"", "abc", 3}, row{"kitten", "sitting", 3},
                                              row{"listen", "lisen", 1}, row{"ab", "ba", 2}}) {
    EXPECT_EQ(edit_distance(left, right), distance) << left << " " << right;
    EXPECT_EQ(edit_distance(right, left), distance) << right << " " << left;
  }
}

TEST(nearest_name, finds_typing_mistakes_and_nothing_else) {
  const std::vector<std::string_view> known{"listen", "admin_listen", "threads", "limits"};
  EXPECT_EQ(nearest_name("lisen", known), "listen");
  EXPECT_EQ(nearest_name("Threads", known), "threads");
  EXPECT_EQ(nearest_name("adminlisten", known), "admin_listen");
  EXPECT_EQ(nearest_name("port", known), std::nullopt);
  EXPECT_EQ(nearest_name("", known), std::nullopt);
  EXPECT_EQ(nearest_name(std::string(100'000, 'l'), known), std::nullopt);
}

}  // namespace footfall::test
