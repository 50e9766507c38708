// The bytes of responses.
#include "footfall/http/response.hpp"

#include <gtest/gtest.h>

#include <string>

namespace footfall::test {
namespace {

std::string written(const http::response& answer, const http::framing& how) {
  std::string out;
  http::append_response(out, answer, how);
  return out;
}

TEST(response, has_status_date_type_length_fields_and_body) {
  http::response answer;
  answer.content_type = "text/plain";
  answer.body = "hello";
  answer.set("Cache-Control", "no-store");
  EXPECT_EQ(written(answer, {.date = "today"}),
            "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
            "Cache-Control: no-store\r\n\r\nhello");
}

TEST(response, says_how_the_connection_goes_on_where_the_version_does_not) {
  const auto connection = [](bool keep_alive, bool http_1_0) {
    const auto text = written({}, {.keep_alive = keep_alive, .http_1_0 = http_1_0});
    const auto begin = text.find("Connection: ");
    return begin == std::string::npos ? "" : text.substr(begin, text.find('\r', begin) - begin);
  };
  EXPECT_EQ(connection(true, false), "");
  EXPECT_EQ(connection(false, false), "Connection: close");
  EXPECT_EQ(connection(true, true), "Connection: keep-alive");
  EXPECT_EQ(connection(false, true), "Connection: close");
}

TEST(response, without_body_has_the_length_that_the_body_would_have) {
  http::response answer;
  answer.body = "hello";
  const auto text = written(answer, {.without_body = true});
  EXPECT_NE(text.find("Content-Length: 5\r\n"), std::string::npos);
  EXPECT_TRUE(text.ends_with("\r\n\r\n"));
}

TEST(response, statuses_that_never_have_a_body_get_none) {
  for (const int status : {204, 304}) {
    http::response answer;
    answer.status = status;
    answer.body = "hello";
    const auto text = written(answer, {});
    EXPECT_EQ(text.find("Content-Length"), std::string::npos) << status;
    EXPECT_TRUE(text.ends_with("\r\n\r\n")) << status;
  }
}

TEST(response, a_line_end_in_a_value_cannot_begin_another_field) {
  http::response answer;
  answer.set("Location", std::string("/a\r\nSet-Cookie: b\0c", 19));
  EXPECT_NE(written(answer, {}).find("Location: /a  Set-Cookie: b c\r\n\r\n"), std::string::npos);
}

TEST(response, every_status_in_use_has_a_reason) {
  EXPECT_EQ(http::reason_of(200), "OK");
  EXPECT_EQ(http::reason_of(503), "Service Unavailable");
  EXPECT_EQ(http::reason_of(299), "Unknown");
}

}  // namespace
}  // namespace footfall::test
