#include "commands/access_log_line.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

constexpr std::string_view start = R"log(203.0.113.7 - - [31/Jan/2026:23:59:58 +0530] )log";

commands::access_log_line read(std::string_view behind_the_time) {
  commands::access_log_line parts;
  EXPECT_TRUE(commands::read_access_log_line(std::string(start) + std::string(behind_the_time), parts))
      << behind_the_time;
  return parts;
}

TEST(access_log_line, a_combined_line_has_all_parts) {
  const auto parts =
      read(R"log("GET /a?b=c HTTP/1.1" 200 43 "https://shop.example/" "Mozilla/5.0 (X11)")log");
  EXPECT_EQ(parts.method, "GET");
  EXPECT_EQ(parts.target, "/a?b=c");
  EXPECT_EQ(parts.time, "2026-01-31T23:59:58+05:30");
  EXPECT_EQ(parts.user_agent, "Mozilla/5.0 (X11)");
}

TEST(access_log_line, referer_and_user_agent_may_be_missing) {
  EXPECT_EQ(read(R"log("GET /a HTTP/1.1" 200 43)log").user_agent, "");
  EXPECT_EQ(read(R"log("GET /a HTTP/1.1" 200 43 "-" "-")log").user_agent, "");
  EXPECT_EQ(read(R"log("GET /a HTTP/1.1" 200 43 "only a referer")log").user_agent, "");
  EXPECT_EQ(read(R"log("GET /a")log").target, "/a");
}

TEST(access_log_line, escapes_are_undone_and_stay_encoded_in_the_target) {
  const auto parts = read(R"log("GET /a?b=\x22\xC3\xa4\" HTTP/1.1" 200 43 "-" "an \"agent\x22")log");
  EXPECT_EQ(parts.target, "/a?b=%22%C3%A4%22");
  EXPECT_EQ(parts.user_agent, "an \"agent\"");
}

TEST(access_log_line, the_status_of_the_answer_is_read_where_the_line_has_one) {
  EXPECT_EQ(read(R"log("GET /a HTTP/1.1" 404 43 "-" "-")log").status, 404);
  EXPECT_EQ(read(R"log("GET /a HTTP/1.1" 200)log").status, 200);
  EXPECT_EQ(read(R"log("GET /a HTTP/1.1")log").status, 0);
  EXPECT_EQ(read(R"log("GET /a HTTP/1.1" - 43)log").status, 0);
}

TEST(access_log_line, what_is_no_request_has_no_method) {
  for (const auto* const request : {R"log("-" 408 0 "-" "-")log", R"log("" 400 0)log", R"log("GET")log",
                                    R"log("\x16\x03\x01" 400 0 "-" "-")log"})
    EXPECT_EQ(read(request).method, "") << request;
}

TEST(access_log_line, an_address_in_brackets_is_no_time) {
  commands::access_log_line parts;
  ASSERT_TRUE(commands::read_access_log_line(
      R"log([2001:db8::1] - - [31/Jan/2026:23:59:58 +0000] "GET /a HTTP/1.1" 200 43 "-" "-")log", parts));
  EXPECT_EQ(parts.time, "2026-01-31T23:59:58+00:00");
  EXPECT_EQ(parts.target, "/a");
}

TEST(access_log_line, other_lines_are_refused) {
  commands::access_log_line parts;
  for (const std::string_view line :
       {"", "[", "[]", "no log", R"log(1.2.3.4 - - [31/Jan/2026:23:59:58 +0530])log",
        R"log(1.2.3.4 - - [31/Jan/2026:23:59:58 +0530] "GET)log",
        R"log(1.2.3.4 - - [31-Jan-2026 23:59:58 +0530] "GET / HTTP/1.1")log",
        R"log(1.2.3.4 - - [31/Jan/2026:23:59:58 *0530] "GET / HTTP/1.1")log",
        R"log(1.2.3.4 - - [3a/Jan/2026:23:59:58 +0530] "GET / HTTP/1.1")log",
        R"log([31/Jan/2026:23:59:58 +0530] "a b\)log"})
    EXPECT_FALSE(commands::read_access_log_line(line, parts)) << line;
}

}  // namespace
}  // namespace footfall::test
