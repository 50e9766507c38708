// How request targets are taken apart.
#include "footfall/http/request.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace footfall::test {
namespace {

std::string shown(const http::target& target) {
  std::string text;
  for (const auto segment : target.segments()) text.append("[").append(segment).append("]");
  if (target.ends_with_slash()) text += "/";
  for (const auto& each : target.parameters())
    text.append(" ").append(each.name).append("=").append(each.value);
  return text;
}

struct example {
  std::string_view raw;
  std::string_view parts;
};

TEST(target, is_split_before_it_is_decoded) {
  const std::vector<example> rows{
      {"/", "/"},
      {"/a", "[a]"},
      {"/a/", "[a]/"},
      {"/a/b/c", "[a][b][c]"},
      {"//a", "[a]"},
      {"///a", "[][][a]"},
      {"/a//b", "[a][][b]"},
      {"/a//", "[a][]/"},
      {"/api/1/rendered/u/1/", "[api][1][rendered][u][1]/"},
      {"/a%2Fb/c", "[a/b][c]"},
      {"/a+b", "[a+b]"},
      {"/%C3%A4/\xC3\xA4", "[\xC3\xA4][\xC3\xA4]"},
      {"/a?x=1+2%2B3", "[a] x=1 2+3"},
      {"/a/?x", "[a]/ x="},
      {"/a?x=", "[a] x="},
      {"/a?&&x=1&&", "[a] x=1"},
      {"/a?=1&x=2", "[a] x=2"},
      {"/a?x=1=2", "[a] x=1=2"},
      {"/a?x=/p/q?r", "[a] x=/p/q?r"},
      {"/a?x=1&x=2", "[a] x=1 x=2"},
      {"/a?", "[a]"},
      {"/a|b{}[]^`\"<>#c?q={[\"^`|]}", "[a|b{}[]^`\"<>#c] q={[\"^`|]}"},
      {"http://h/a?x=1", "[a] x=1"},
      {"HTTPS://h:8080", "/"},
      {"http://h?x=1", "/ x=1"},
  };
  http::target target;
  for (const auto& row : rows) {
    ASSERT_TRUE(target.assign(row.raw)) << row.raw;
    EXPECT_EQ(shown(target), row.parts) << row.raw;
  }
}

TEST(target, what_cannot_be_understood_is_refused_and_leaves_it_empty) {
  const std::vector<std::string> rows{
      "",     "*",      "a",       "h:80",     "?a=b",     "ftp://h/a", "/a\\b",
      "/%5C", "/%5c?a", "/a?b=\\", "/a?%5C=1", "/%00",     "/a?b=%00",  std::string("/a\0", 3),
      "/%",   "/%4",    "/%4g",    "/a?b=%",   "/a?%zz=1", "/a?b=1%2",
  };
  http::target target;
  for (const auto& row : rows) {
    ASSERT_TRUE(target.assign("/kept?a=b"));
    const auto assigned = target.assign(row);
    ASSERT_FALSE(assigned) << row;
    EXPECT_EQ(assigned.error().code(), error::bad_request) << row;
    EXPECT_FALSE(assigned.error().detail().empty()) << row;
    EXPECT_EQ(shown(target), "") << row;
  }
}

TEST(target, segments_and_parameters_are_limited) {
  const auto repeated = [](std::string_view piece, int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += piece;
    return text;
  };
  http::target target;
  EXPECT_TRUE(target.assign(repeated("/a", 32) + "/"));
  EXPECT_FALSE(target.assign(repeated("/a", 33)));
  EXPECT_TRUE(target.assign("/?" + repeated("a=b&", 100)));
  EXPECT_EQ(target.parameters().size(), 100U);
  EXPECT_FALSE(target.assign("/?" + repeated("a=b&", 101)));
}

TEST(target, find_takes_the_first_value_that_is_not_empty_whatever_the_case) {
  http::target target;
  ASSERT_TRUE(target.assign("/?itemId=&ITEMID=3&itemid=4"));
  EXPECT_EQ(target.find("itemid"), "3");
  EXPECT_EQ(target.find("item"), "");
}

TEST(target, a_form_is_added_behind_the_query) {
  http::target target;
  ASSERT_TRUE(target.assign("/a?x=1"));
  const std::string form = "x=2&y=a+b&long=" + std::string(1000, 'v');
  ASSERT_TRUE(target.add_form(form));
  EXPECT_EQ(shown(target), "[a] x=1 x=2 y=a b long=" + std::string(1000, 'v'));
  EXPECT_EQ(target.find("x"), "1");
}

TEST(target, a_broken_form_leaves_the_target_as_it_was) {
  http::target target;
  ASSERT_TRUE(target.assign("/a?x=1"));
  for (const std::string_view form : {"y=2&z=%", "y=2&z=%5C", "y=2&z=%00"}) {
    EXPECT_FALSE(target.add_form(form));
    EXPECT_EQ(shown(target), "[a] x=1");
  }
}

TEST(target, a_copy_stays_when_the_original_goes) {
  http::target copy;
  {
    http::target original;
    ASSERT_TRUE(original.assign("/a/b?x=1"));
    copy = original;
    ASSERT_TRUE(original.assign("/other"));
  }
  EXPECT_EQ(shown(copy), "[a][b] x=1");
  ASSERT_TRUE(copy.add_form("y=2"));
  EXPECT_EQ(shown(http::target(copy)), "[a][b] x=1 y=2");
}

TEST(request, fields_are_found_whatever_the_case_and_the_first_one_wins) {
  http::request question;
  question.add_field("Accept", "a");
  question.add_field("ACCEPT", "b");
  question.add_field("Empty", "");
  EXPECT_EQ(question.field("accept"), "a");
  EXPECT_TRUE(question.has_field("empty"));
  EXPECT_FALSE(question.has_field("Accep"));
  question.clear();
  EXPECT_FALSE(question.has_field("accept"));
}

TEST(request, the_memory_of_a_large_body_is_given_back) {
  http::request question;
  question.body.assign(1000000, 'b');
  question.clear();
  EXPECT_LT(question.body.capacity(), 100000U);
}

}  // namespace
}  // namespace footfall::test
