// Calls of content servers that announce exports.
#include "footfall/feeds/export_call.hpp"

#include <gtest/gtest.h>

namespace footfall::feeds {
namespace {

TEST(export_call, events_of_a_content_server_are_read) {
  const auto read = read_export_call(R"({"transaction": "20260131120000123", "events": [
    {"action": "FULL", "format": "EZ", "contentTypeId": 2, "contentTypeName": "article", "lang": "eng-GB",
     "uri": ["https://cms.example/a", "https://cms.example/b"],
     "credentials": {"login": "user", "password": "secret"}},
    {"action": "UPDATE", "format": "PLENTY7", "uri": "https://cms.example/c", "itemId": 7},
    {"action": "DELETE", "contentTypeId": 2, "itemId": 42, "lang": null}]})");
  ASSERT_TRUE(read) << read.error().detail();
  EXPECT_EQ(read->transaction, "20260131120000123");
  ASSERT_EQ(read->events.size(), 3u);
  EXPECT_EQ(read->events[0].action, export_action::full);
  EXPECT_EQ(read->events[0].type, 2u);
  EXPECT_EQ(read->events[0].language, "eng-GB");
  EXPECT_EQ(read->events[0].urls.size(), 2u);
  EXPECT_EQ(read->events[0].authorization, "Basic dXNlcjpzZWNyZXQ=");
  EXPECT_EQ(read->events[1].type, 0u);
  EXPECT_EQ(read->events[2].item, "42");
  EXPECT_EQ(read->events[2].language, "");
}

TEST(export_call, what_cannot_be_done_is_refused_as_a_whole) {
  for (const auto* body :
       {"", "[]", "{}", R"({"events": []})", R"({"events": [1]})", R"({"events": [{"action": "DROP"}]})",
        R"({"events": [{"action": "FULL", "contentTypeId": 2}]})",
        R"({"events": [{"action": "FULL", "uri": "https://a.example/"}]})",
        R"({"events": [{"action": "UPDATE", "uri": "file:///etc/passwd"}]})",
        R"({"events": [{"action": "UPDATE", "uri": []}]})",
        R"({"events": [{"action": "UPDATE", "uri": [7]}]})",
        R"({"events": [{"action": "DELETE", "contentTypeId": 2}]})",
        R"({"events": [{"action": "DELETE", "contentTypeId": 0, "itemId": 1}]})"}) {
    const auto read = read_export_call(body);
    ASSERT_FALSE(read) << body;
    EXPECT_EQ(read.error().code(), error::bad_request) << body;
  }
}

TEST(export_call, exports_of_categories_and_makers_are_left_out_and_told_of) {
  const auto read = read_export_call(R"({"events": [
    {"action": "UPDATE", "format": "PLENTY7_CATEGORIES", "uri": "https://a.example/"},
    {"action": "UPDATE", "format": "PLENTY7", "uri": "https://a.example/"}]})");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->events.size(), 1u);
  EXPECT_EQ(read->left_out.size(), 1u);
}

}  // namespace
}  // namespace footfall::feeds
