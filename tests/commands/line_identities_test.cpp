// Ids of import lines: the same in every run, different for different lines and for repetitions.
#include "commands/line_identities.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace footfall::test {

TEST(line_identities, equal_lines_have_ids_of_their_own_that_come_back_in_the_next_run) {
  commands::line_identities first_run;
  const auto a1 = first_run.next("a");
  const auto b1 = first_run.next("b");
  const auto a2 = first_run.next("a");
  const auto a3 = first_run.next("a");
  EXPECT_EQ((std::set<std::string>{a1, b1, a2, a3}).size(), 4U);
  EXPECT_EQ(a1.size(), 32U);

  commands::line_identities second_run;
  EXPECT_EQ(second_run.next("a"), a1);
  EXPECT_EQ(second_run.next("a"), a2);
  EXPECT_EQ(second_run.next("a"), a3);
  EXPECT_EQ(second_run.next("b"), b1);
}

TEST(line_identities, a_line_that_looks_like_a_numbered_one_is_another) {
  commands::line_identities lines;
  static_cast<void>(lines.next("a"));
  const auto second = lines.next("a");
  EXPECT_NE(lines.next("a1"), second);
  EXPECT_NE(lines.next(""), second);
}

}  // namespace footfall::test
