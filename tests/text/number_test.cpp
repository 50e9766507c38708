// Numbers and truth values from text.
#include "footfall/text/number.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace footfall::test {
namespace {

TEST(number, an_integer_is_the_whole_text_or_nothing) {
  EXPECT_EQ(text::to_integer<int>("42"), 42);
  EXPECT_EQ(text::to_integer<int>("-42"), -42);
  EXPECT_EQ(text::to_integer<std::uint32_t>("4294967295"), 4294967295U);
  for (const std::string_view bad : {"", " 1", "1 ", "+1", "1.0", "0x1", "a", "4294967296"})
    EXPECT_FALSE(text::to_integer<std::uint32_t>(bad)) << bad;
  EXPECT_FALSE(text::to_integer<std::uint32_t>("-1"));
}

TEST(number, truth_is_a_word_or_a_digit_of_any_case) {
  for (const std::string_view word : {"true", "TRUE", "True", "1"}) EXPECT_EQ(text::to_boolean(word), true);
  for (const std::string_view word : {"false", "FALSE", "0"}) EXPECT_EQ(text::to_boolean(word), false);
  for (const std::string_view word : {"", "yes", "2", "true ", "tru"}) EXPECT_FALSE(text::to_boolean(word));
}

TEST(number, only_ascii_letters_lose_their_case) {
  EXPECT_TRUE(text::equal_without_case("Content-Length", "CONTENT-length"));
  EXPECT_FALSE(text::equal_without_case("a", "ab"));
  EXPECT_FALSE(text::equal_without_case("[", "{"));
  EXPECT_FALSE(text::equal_without_case("\xC3\x84", "\xC3\xA4"));
}

}  // namespace
}  // namespace footfall::test
