#include "footfall/text/decimal.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

TEST(decimal, the_whole_text_is_a_finite_number_or_nothing) {
  EXPECT_EQ(text::to_decimal("12"), 12.0);
  EXPECT_EQ(text::to_decimal("-0.5"), -0.5);
  EXPECT_EQ(text::to_decimal("1e3"), 1000.0);
  for (const auto* wrong : {"", " 1", "1 ", "1,5", "nan", "inf", "1e999", "+1"})
    EXPECT_FALSE(text::to_decimal(wrong)) << wrong;
}

TEST(decimal, is_written_as_short_as_it_reads) {
  for (const auto* number : {"0", "49.99", "-3", "100.5"})
    EXPECT_EQ(text::decimal_text(*text::to_decimal(number)), number);
}

}  // namespace
}  // namespace footfall::test
