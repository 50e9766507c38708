// JSON by appending.
#include "footfall/text/json_writer.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <utility>

namespace footfall::test {
namespace {

std::string escaped(std::string_view raw) {
  std::string out;
  text::append_json_escaped(out, raw);
  return out;
}

TEST(json_escape, ordinary_text_is_kept) {
  EXPECT_EQ(escaped(""), "");
  EXPECT_EQ(escaped("WHITE HANGING HEART T-LIGHT HOLDER >&'/~\x7F"),
            "WHITE HANGING HEART T-LIGHT HOLDER >&'/~\x7F");
  EXPECT_EQ(escaped("Kr\xC3\xA4uter \xE2\x82\xAC \xF0\x9F\x98\x80"),
            "Kr\xC3\xA4uter \xE2\x82\xAC \xF0\x9F\x98\x80");
}

TEST(json_escape, what_must_not_stand_in_a_string_is_escaped_wherever_it_stands) {
  const std::array<std::pair<std::string_view, std::string_view>, 11> rows{{
      {"\"", "\\\""},
      {"\\", "\\\\"},
      {"\b", "\\b"},
      {"\f", "\\f"},
      {"\n", "\\n"},
      {"\r", "\\r"},
      {"\t", "\\t"},
      {"\x1F", "\\u001f"},
      {"<", "\\u003c"},
      {"\xE2\x80\xA8", "\\u2028"},
      {"\xE2\x80\xA9", "\\u2029"},
  }};
  for (const auto& [raw, coded] : rows) {
    for (std::size_t position = 0; position <= 17; ++position) {
      const std::string before(position, 'a');
      const std::string after(17 - position, 'b');
      EXPECT_EQ(escaped(before + std::string(raw) + after), before + std::string(coded) + after);
    }
  }
  EXPECT_EQ(escaped(std::string_view("\0", 1)), "\\u0000");
}

TEST(json_escape, every_ascii_byte_is_treated_right_beside_every_other) {
  const auto one = [](int byte) {
    const char text = static_cast<char>(byte);
    return escaped({&text, 1});
  };
  for (int first = 0; first < 128; ++first) {
    for (int second = 0; second < 128; ++second) {
      const std::string raw{
          static_cast<char>(first), static_cast<char>(second), 'a', 'b', 'c', 'd', 'e', 'f'};
      ASSERT_EQ(escaped(raw), one(first) + one(second) + "abcdef");
    }
  }
}

TEST(json_escape, bytes_that_are_not_utf8_become_the_replacement_character) {
  const std::string r = "\xEF\xBF\xBD";
  const std::array<std::pair<std::string_view, std::string>, 10> rows{{
      {"\x80", r},
      {"a\xFF"
       "b",
       "a" + r + "b"},
      {"\xC0\x80", r + r},                  // overlong
      {"\xE0\x80\x80", r + r + r},          // overlong
      {"\xED\xA0\x80", r + r + r},          // surrogate
      {"\xF4\x90\x80\x80", r + r + r + r},  // above U+10FFFF
      {"\xC3", r},                          // cut short
      {"\xE2\x82", r},                      // cut short: one character was begun
      {"\xF0\x9F\x98"
       "a",
       r + "a"},
      {"\xE2\x80<", r + "\\u003c"},
  }};
  for (const auto& [raw, coded] : rows) EXPECT_EQ(escaped(raw), coded);
}

TEST(json_writer, puts_commas_where_they_belong) {
  std::string out;
  text::json_writer json(out);
  json.open_object();
  json.field("a", 1);
  json.key("b");
  json.open_array();
  json.value("x");
  json.value(true);
  json.null();
  json.open_object();
  json.close_object();
  json.open_array();
  json.close_array();
  json.close_array();
  json.field("c", std::string("\"<"));
  json.close_object();
  EXPECT_EQ(out, R"({"a":1,"b":["x",true,null,{},[]],"c":"\"\u003c"})");
}

TEST(json_writer, a_container_that_follows_another_begins_anew) {
  std::string out;
  text::json_writer json(out);
  json.open_array();
  for (int i = 0; i < 2; ++i) {
    json.open_array();
    json.value(i);
    json.value(i);
    json.close_array();
  }
  json.close_array();
  EXPECT_EQ(out, "[[0,0],[1,1]]");
}

TEST(json_writer, nests_sixty_four_deep) {
  std::string out;
  text::json_writer json(out);
  for (int i = 0; i < 64; ++i) {
    json.open_array();
    json.value(1);
  }
  for (int i = 0; i < 64; ++i) json.close_array();
  EXPECT_EQ(out.substr(0, 6), "[1,[1,");
  EXPECT_TRUE(out.ends_with("[1" + std::string(64, ']')));
}

TEST(json_writer, numbers_are_complete_and_short) {
  const auto written = [](auto number) {
    std::string out;
    text::json_writer(out).value(number);
    return out;
  };
  EXPECT_EQ(written(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
  EXPECT_EQ(written(std::numeric_limits<std::uint64_t>::max()), "18446744073709551615");
  EXPECT_EQ(written(std::uint8_t{200}), "200");
  EXPECT_EQ(written(0.1), "0.1");
  EXPECT_EQ(written(1e300), "1e+300");
  EXPECT_EQ(written(std::nan("")), "null");
  EXPECT_EQ(written(std::numeric_limits<double>::infinity()), "null");
}

}  // namespace
}  // namespace footfall::test
