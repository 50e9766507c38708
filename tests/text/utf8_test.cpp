#include "footfall/text/utf8.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace footfall::test {
namespace {

TEST(utf8, characters_of_every_length_are_text) {
  for (const std::string_view good : {"", "a", "\xC3\xBC", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF",
                                      "\xEE\x80\x80", "\xF4\x8F\xBF\xBF", "\xE0\xA0\x80", "\xF0\x90\x80\x80"})
    EXPECT_EQ(text::find_bad_utf8(good), std::string_view::npos) << good;
}

TEST(utf8, other_bytes_are_found_where_they_begin) {
  for (const std::string_view bad :
       {"\xFC", "\x80", "\xC0\xAF", "\xC1\xBF", "\xED\xA0\x80", "\xE0\x9F\xBF", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "\xC3(", "\xE2\x82("})
    EXPECT_EQ(text::find_bad_utf8("Sch\xC3\xBCrze " + std::string(bad)), 9U) << testing::PrintToString(bad);
}

TEST(utf8, a_bad_byte_is_found_wherever_it_stands) {
  for (const auto* bad : {"\xFC", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82", "\x80"})
    for (std::size_t before = 0; before < 20; ++before) {
      const std::string text(before, 'a');
      EXPECT_EQ(text::find_bad_utf8(text + bad), before);
      EXPECT_EQ(text::find_bad_utf8(text + bad + "bcdefghijk"), before);
      EXPECT_EQ(text::find_bad_utf8(text + "\u20ac" + text), std::string_view::npos);
    }
}

TEST(utf8, what_belongs_to_no_character_is_appended_as_a_replacement) {
  std::string out = "> ";
  text::append_as_utf8(out, "a\xC3\xA4\xFF-\xE2\x82");
  EXPECT_EQ(out, "> a\xC3\xA4\xEF\xBF\xBD-\xEF\xBF\xBD");
}

}  // namespace
}  // namespace footfall::test
