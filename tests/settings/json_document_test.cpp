// The text of a configuration: comments, duplicate keys, places of mistakes.
#include "settings/json_document.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <string>

namespace footfall::test {

using settings::parse_document;

namespace {

std::string mistake_in(std::string_view text) {
  const auto parsed = parse_document(text);
  EXPECT_FALSE(parsed) << text;
  if (parsed) return {};
  EXPECT_EQ(parsed.error().code(), error::bad_configuration);
  return parsed.error().detail();
}

}  // namespace

TEST(json_document, comments_are_passed_over_and_every_kind_of_value_is_kept) {
  const auto parsed = parse_document(R"(// first
    {"a": [1, -2, 2.5, "x", true, null, {}], /* between */ "b": {"c": []}} // last)");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->dump(), R"({"a":[1,-2,2.5,"x",true,null,{}],"b":{"c":[]}})");
}

TEST(json_document, broken_json_is_reported_with_line_and_column) {
  EXPECT_EQ(mistake_in("{\n  \"a\": 1,\n  \"b\" 2\n}").substr(0, 35), "line 3, column 7: not valid JSON: w");
  EXPECT_EQ(mistake_in("").substr(0, 16), "line 1, column 1");
  EXPECT_EQ(mistake_in("{\"a\": 1}}").substr(0, 16), "line 1, column 9");
}

TEST(json_document, broken_json_does_not_show_the_text_around_it) {
  const auto mistake = mistake_in("{\"license_key\": \"1234-secret\n\"}");
  EXPECT_EQ(mistake.find("secret"), std::string::npos) << mistake;
  EXPECT_EQ(mistake.substr(0, 6), "line 1") << mistake;
}

TEST(json_document, a_key_that_occurs_twice_is_a_mistake_with_its_path) {
  EXPECT_EQ(mistake_in(R"({"a": {"b": [{"c": 1, "c": 2}]}, "a": 1})"),
            "a.b[0].c: found this key twice, expected it once\n"
            "a: found this key twice, expected it once");
}

TEST(json_document, the_same_key_in_different_objects_is_no_mistake) {
  EXPECT_TRUE(parse_document(R"({"a": {"id": 1}, "b": [{"id": 1}, {"id": 1}]})"));
}

TEST(json_document, very_deep_nesting_is_refused) {
  const std::string deep(100'000, '[');
  EXPECT_NE(mistake_in(deep).find("nesting"), std::string::npos);
  EXPECT_TRUE(parse_document(std::string(32, '[') + std::string(32, ']')));
  EXPECT_FALSE(parse_document(std::string(33, '[') + std::string(33, ']')));
}

TEST(json_document, names_that_are_no_plain_words_are_quoted_in_paths) {
  EXPECT_EQ(settings::path_of_key("customers", "a b\n"), R"(customers["a b\n"])");
  EXPECT_EQ(settings::path_of_key("", "server"), "server");
  EXPECT_EQ(settings::path_of_position("server.listen", 2), "server.listen[2]");
}

}  // namespace footfall::test
