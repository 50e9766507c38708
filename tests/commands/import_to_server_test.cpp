// Importing to a server: what is sent, what the answers mean, when it is tried again.
#include "commands/import_to_server.hpp"

#include "commands/http_client.hpp"
#include "support/fake_server.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <sstream>
#include <string>
#include <vector>

namespace footfall::test {

namespace {

std::string counts(int accepted, int repeated, int rejected, const std::string& errors = "") {
  return http_response_text(
      "200 OK", "{\"accepted\":" + std::to_string(accepted) + ",\"repeated\":" + std::to_string(repeated) +
                    ",\"rejected\":" + std::to_string(rejected) + ",\"errors\":[" + errors + "]}");
}

struct sent_import {
  commands::import_summary summary;
  std::string failed;  // empty: it worked
};

// Sends lines, each as a group of its own when `each_alone`.
sent_import send(const std::string& url, const std::vector<std::string>& lines, bool each_alone = false) {
  const auto sink = commands::open_server_sink(
      {.url = url, .customer = "shop 1", .license_key = "12-34", .label = "spring", .stop_waiting = [] {
         return false;
       }});
  sent_import outcome;
  if (!sink) return {{}, sink.error().detail()};
  std::size_t number = 0;
  for (const auto& line : lines) {
    commands::import_record record;
    record.content = line;
    record.line = ++number;
    EXPECT_TRUE(record.members.read_json(line));
    auto done = (*sink)->add("f", record, outcome.summary);
    if (done && (each_alone || number == lines.size())) done = (*sink)->flush(outcome.summary);
    if (!done) {
      outcome.failed = done.error().detail();
      break;
    }
  }
  return outcome;
}

std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

}  // namespace

TEST(import_to_server, a_group_is_one_request_with_credentials_and_an_id_in_each_line) {
  const fake_server server({counts(2, 1, 0)});
  const auto sent = send(server.url() + "/", {R"({"event":"click","user":"\u00e4 \"b\"","item":7})",
                                              R"({"event":"click","user":"u","item":8,"id":"mine"})",
                                              R"({"event":"click","user":"\u00e4 \"b\"","item":7})"});
  EXPECT_EQ(sent.failed, "");
  EXPECT_EQ(sent.summary.accepted, 2U);
  EXPECT_EQ(sent.summary.repeated, 1U);
  ASSERT_EQ(server.requests().size(), 1U);
  const auto request = server.requests()[0];
  EXPECT_EQ(request.substr(0, request.find("\r\n")), "POST /api/shop%201/events?label=spring HTTP/1.1");
  EXPECT_NE(request.find("Authorization: Basic c2hvcCAxOjEyLTM0\r\n"), std::string::npos) << request;
  EXPECT_NE(request.find("Content-Type: application/x-ndjson\r\n"), std::string::npos);

  std::vector<nlohmann::json> lines;
  std::istringstream body(body_of(request));
  for (std::string line; std::getline(body, line);) lines.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_EQ(lines[0]["user"], "\u00e4 \"b\"");
  EXPECT_EQ(lines[0]["item"], "7");
  EXPECT_EQ(lines[1]["id"], "mine");
  EXPECT_EQ(lines[0]["id"].get<std::string>().size(), 32U);
  EXPECT_NE(lines[0]["id"], lines[2]["id"]) << "two equal lines are two events";
}

TEST(import_to_server, rejected_lines_are_reported_with_their_place_in_the_file) {
  const fake_server server(
      {counts(0, 0, 1, R"({"line":1,"reason":"item: is required"})"),
       counts(0, 0, 3, R"({"line":1,"reason":"user: is required"},{"line":99},{"line":0},7)")});
  const auto sent = send(server.url(), {R"({"event":"click"})", R"({"event":"buy"})"}, true);
  EXPECT_EQ(sent.failed, "");
  EXPECT_EQ(sent.summary.rejected, 4U);
  EXPECT_EQ(sent.summary.reasons,
            (std::vector<std::string>{"f:1: item: is required", "f:2: user: is required"}));
}

TEST(import_to_server, a_busy_server_is_asked_again) {
  const fake_server server({http_response_text("503 Service Unavailable", "busy\n", "Retry-After: 0\r\n"),
                            http_response_text("429 Too Many Requests", "", "Retry-After: 0\r\n"),
                            counts(1, 0, 0)});
  const auto sent = send(server.url(), {R"({"event":"click"})"});
  EXPECT_EQ(sent.failed, "");
  EXPECT_EQ(sent.summary.accepted, 1U);
  EXPECT_EQ(server.requests().size(), 3U);
}

TEST(import_to_server, a_server_that_stays_busy_is_given_up) {
  const fake_server server(std::vector<std::string>(
      20, http_response_text("503 Service Unavailable", "still starting\nmore", "Retry-After: 0\r\n")));
  const auto sent = send(server.url(), {R"({"event":"click"})"});
  EXPECT_EQ(sent.failed, server.url() + ": answered 503: still starting");
  EXPECT_EQ(server.requests().size(), 10U);
}

TEST(import_to_server, a_connection_that_was_closed_between_groups_is_opened_again) {
  const fake_server server({counts(1, 0, 0), "", counts(0, 1, 0)});
  const auto sent =
      send(server.url(), {R"({"event":"click","item":1})", R"({"event":"click","item":2})"}, true);
  EXPECT_EQ(sent.failed, "");
  EXPECT_EQ(sent.summary.accepted, 1U);
  EXPECT_EQ(sent.summary.repeated, 1U);
  ASSERT_EQ(server.requests().size(), 3U);
  EXPECT_EQ(body_of(server.requests()[1]), body_of(server.requests()[2]))
      << "the same lines with the same ids";
}

TEST(import_to_server, other_answers_are_failures_that_do_not_show_the_key) {
  const fake_server server({http_response_text("401 Unauthorized", "license key is wrong\n"),
                            http_response_text("200 OK", "<html>hello</html>"),
                            http_response_text("200 OK", "[1]")});
  const auto refused = send(server.url(), {R"({"event":"click"})"});
  EXPECT_EQ(refused.failed, server.url() + ": answered 401: license key is wrong");
  for (int round = 0; round < 2; ++round)
    EXPECT_EQ(send(server.url(), {R"({"event":"click"})"}).failed,
              server.url() + ": answered something else than counts; is it footfall?");
}

TEST(import_to_server, a_server_that_is_not_there_is_a_failure) {
  std::string url;
  {
    const fake_server gone({});
    url = gone.url();
  }
  EXPECT_EQ(send(url, {R"({"event":"click"})"}).failed, url + ": cannot connect: Connection refused");
}

TEST(http_client, addresses_are_checked) {
  for (const auto* good :
       {"http://a", "http://a:80", "http://127.0.0.1:8080/", "http://[::1]:8080", "http://[::1]/x/y/"})
    EXPECT_TRUE(commands::http_client::for_url(good)) << good;
  for (const auto* bad :
       {"", "a", "ftp://a", "http://", "http://:80", "http://a:", "http://a:0", "http://a:65536",
        "http://u@a", "http://a?x", "http://a b", "http://::1", "http://[::1"})
    EXPECT_FALSE(commands::http_client::for_url(bad)) << bad;
  const auto secure = commands::http_client::for_url("https://shop.example.com");
  ASSERT_FALSE(secure);
  EXPECT_EQ(secure.error().code(), error::bad_configuration);
  EXPECT_NE(secure.error().detail().find("https is not supported"), std::string::npos);
}

}  // namespace footfall::test
