// Percent coding.
#include "footfall/text/percent.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

using text::plus;

std::string decoded(std::string_view encoded, plus meaning) {
  std::string out;
  EXPECT_TRUE(text::append_decoded(out, encoded, meaning)) << encoded;
  return out;
}

TEST(percent, decoding_takes_hexadecimal_digits_of_either_case) {
  EXPECT_EQ(decoded("%2f%2F%41b%c3%A4", plus::literal), "//Ab\xC3\xA4");
  EXPECT_EQ(decoded("", plus::literal), "");
  EXPECT_EQ(decoded("%00", plus::literal), std::string(1, '\0'));
  EXPECT_EQ(decoded("%2541", plus::literal), "%41") << "decoded once";
}

TEST(percent, plus_is_a_space_only_where_it_means_one) {
  EXPECT_EQ(decoded("a+b%2B+", plus::literal), "a+b++");
  EXPECT_EQ(decoded("a+b%2B+", plus::space), "a b+ ");
}

TEST(percent, broken_escape_is_refused_and_leaves_the_text_unchanged) {
  for (const std::string_view broken : {"%", "a%", "a%4", "%4g", "%g4", "%%41", "ab+cd%zz", "%-1"}) {
    std::string out = "kept";
    EXPECT_FALSE(text::append_decoded(out, broken, plus::space)) << broken;
    EXPECT_EQ(out, "kept");
  }
}

TEST(percent, encoding_leaves_only_unreserved_bytes) {
  EXPECT_EQ(text::encoded("aZ09-._~"), "aZ09-._~");
  EXPECT_EQ(text::encoded("/ +%&=\xC3\xA4\n"), "%2F%20%2B%25%26%3D%C3%A4%0A");
}

TEST(percent, every_byte_survives_both_ways) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all.push_back(static_cast<char>(byte));
  EXPECT_EQ(decoded(text::encoded(all), plus::space), all);
}

}  // namespace
}  // namespace footfall::test
