// Requests to servers on this machine, which the guard allows by name.
#include "footfall/outbound/client.hpp"

#include "support/fake_server.hpp"
#include "support/temporary_folder.hpp"
#include "support/tls_client.hpp"
#include "support/tls_fake_server.hpp"

#include <gtest/gtest.h>

#include <optional>

namespace footfall::outbound {
namespace {

using test::fake_server;
using test::http_response_text;

const system_clock real_time;

std::unique_ptr<client> client_for(outbound_settings settings = {.allow = {"127.0.0.1", "localhost"},
                                                                 .authorities = {}}) {
  return client::make(settings, real_time).value();
}

struct outcome {
  result<answer> got = failure{};
  std::string body;
};

outcome ask(const client& with, const request& what) {
  outcome made;
  made.got = with.get(
      what,
      [&](std::string_view piece) -> result<void> {
        made.body += piece;
        return {};
      },
      [] { return true; });
  return made;
}

TEST(outbound_client, the_body_comes_with_what_the_next_request_needs) {
  fake_server feeds(
      {http_response_text("200 OK", "<items/>", "ETag: \"a\"\r\nLast-Modified: yesterday\r\n")});
  const auto made = ask(*client_for(), {.url = feeds.url() + "/feed.xml?x=1", .authorization = "Basic abc"});
  ASSERT_TRUE(made.got) << made.got.error().detail();
  EXPECT_EQ(made.got->status, 200u);
  EXPECT_EQ(made.body, "<items/>");
  EXPECT_EQ(made.got->etag, "\"a\"");
  EXPECT_EQ(made.got->last_modified, "yesterday");
  EXPECT_TRUE(feeds.requests()[0].starts_with("GET /feed.xml?x=1 HTTP/1.1\r\n"));
  EXPECT_NE(feeds.requests()[0].find("Authorization: Basic abc\r\n"), std::string::npos);
}

TEST(outbound_client, what_came_last_time_makes_a_request_conditional) {
  fake_server feeds({"HTTP/1.1 304 Not Modified\r\n\r\n"});
  const auto made =
      ask(*client_for(), {.url = feeds.url() + "/", .etag = "W/\"a\"", .last_modified = "yesterday"});
  ASSERT_TRUE(made.got);
  EXPECT_EQ(made.got->status, 304u);
  EXPECT_NE(feeds.requests()[0].find("If-None-Match: W/\"a\"\r\nIf-Modified-Since: yesterday\r\n"),
            std::string::npos);
}

TEST(outbound_client, chunks_are_put_together) {
  fake_server feeds(
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\n"
       "Trailer: 1\r\n\r\n"});
  const auto made = ask(*client_for(), {.url = feeds.url()});
  ASSERT_TRUE(made.got) << made.got.error().detail();
  EXPECT_EQ(made.body, "abcdefg");
}

TEST(outbound_client, a_body_that_is_cut_is_a_failure) {
  for (const auto* cut :
       {"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", "HTTP/1.1 200 OK\r\nContent-Le",
        "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"}) {
    fake_server feeds({cut});
    const auto made = ask(*client_for(), {.url = feeds.url()});
    ASSERT_FALSE(made.got) << cut;
    EXPECT_EQ(made.got.error().code(), error::io_failed) << made.got.error().detail();
  }
}

TEST(outbound_client, a_body_without_a_length_ends_with_the_connection) {
  fake_server feeds({"HTTP/1.1 200 OK\r\n\r\nabc"});
  EXPECT_EQ(ask(*client_for(), {.url = feeds.url()}).body, "abc");
}

TEST(outbound_client, a_body_beyond_the_limit_is_a_failure) {
  fake_server feeds({http_response_text("200 OK", std::string(1001, 'a')),
                     http_response_text("200 OK", std::string(1000, 'a'))});
  const auto too_long = ask(*client_for(), {.url = feeds.url(), .bytes_max = 1000});
  ASSERT_FALSE(too_long.got);
  EXPECT_EQ(too_long.got.error().code(), error::body_too_large);
  EXPECT_TRUE(ask(*client_for(), {.url = feeds.url(), .bytes_max = 1000}).got);
}

TEST(outbound_client, loopback_is_not_reached_unless_it_is_allowed) {
  fake_server feeds({http_response_text("200 OK", "secret")});
  for (const auto& host : {"127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"}) {
    const auto made = ask(*client_for({}), {.url = "http://" + std::string(host) + feeds.url().substr(16)});
    ASSERT_FALSE(made.got) << host;
    EXPECT_EQ(made.got.error().code(), error::forbidden) << made.got.error().detail();
  }
  EXPECT_TRUE(feeds.requests().empty());
}

TEST(outbound_client, redirects_are_followed_and_their_targets_guarded) {
  fake_server target({http_response_text("200 OK", "here")});
  fake_server feeds(
      {"HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 4\r\n\r\nnope",
       "HTTP/1.1 307 Temporary\r\nLocation: " + target.url() + "/end\r\nContent-Length: 0\r\n\r\n"});
  const auto only_address = client_for({.allow = {"127.0.0.1"}, .authorities = {}});
  const auto made = ask(*only_address, {.url = feeds.url() + "/begin", .authorization = "Basic abc"});
  ASSERT_TRUE(made.got) << made.got.error().detail();
  EXPECT_EQ(made.body, "here");
  // Credentials stay with the host and port that they were given for.
  EXPECT_NE(feeds.requests()[1].find("Authorization"), std::string::npos);
  EXPECT_EQ(target.requests()[0].find("Authorization"), std::string::npos);
}

TEST(outbound_client, a_redirect_to_what_is_not_allowed_is_a_failure) {
  fake_server inside({http_response_text("200 OK", "secret")});
  fake_server feeds({"HTTP/1.1 302 Found\r\nLocation: " + inside.url() + "/\r\n\r\n",
                     "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n"});
  // The name is allowed, the address that it has is not.
  const auto only_name = client_for({.allow = {"localhost"}, .authorities = {}});
  const auto url = "http://localhost" + feeds.url().substr(16);
  const auto made = ask(*only_name, {.url = url});
  ASSERT_FALSE(made.got);
  EXPECT_EQ(made.got.error().code(), error::forbidden) << made.got.error().detail();
  EXPECT_TRUE(inside.requests().empty());
  EXPECT_FALSE(ask(*only_name, {.url = url}).got);
  EXPECT_EQ(feeds.requests().size(), 2u);
}

TEST(outbound_client, endless_redirects_end) {
  fake_server feeds(
      std::vector<std::string>(7, "HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"));
  const auto made = ask(*client_for(), {.url = feeds.url()});
  ASSERT_FALSE(made.got);
  EXPECT_EQ(feeds.requests().size(), 6u);
}

TEST(outbound_client, who_asks_may_end_it_while_the_server_is_silent) {
  const test::silent_server silent;
  int asked = 0;
  const auto got = client_for()->get(
      {.url = silent.url()}, [](std::string_view) -> result<void> { return {}; },
      [&] { return ++asked < 3; });
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code(), error::not_ready);
}

TEST(outbound_client, a_server_that_says_nothing_is_left_in_time) {
  const test::silent_server silent;
  const auto made = ask(*client_for(), {.url = silent.url(), .time_max_ms = 300});
  ASSERT_FALSE(made.got);
  EXPECT_EQ(made.got.error().code(), error::timed_out);
}

class https : public testing::Test {
 protected:
  void certify(const std::string& name) {
    test::write_certificate(name, certificate(), folder_.path() / "key.pem");
    server_.emplace(certificate(), folder_.path() / "key.pem", http_response_text("200 OK", "sealed"));
  }
  [[nodiscard]] std::string certificate() const { return (folder_.path() / "certificate.pem").string(); }
  [[nodiscard]] std::string url() const { return "https://localhost:" + std::to_string(server_->port()); }

  test::temporary_folder folder_;
  std::optional<test::tls_fake_server> server_;
};

TEST_F(https, a_certificate_of_an_authority_that_is_trusted_is_believed) {
  certify("localhost");
  const auto made = ask(*client_for({.allow = {"localhost"}, .authorities = certificate()}), {.url = url()});
  ASSERT_TRUE(made.got) << made.got.error().detail();
  EXPECT_EQ(made.body, "sealed");
}

TEST_F(https, a_certificate_of_nobody_that_is_known_is_refused) {
  certify("localhost");
  const auto made = ask(*client_for(), {.url = url()});
  ASSERT_FALSE(made.got);
  EXPECT_NE(made.got.error().detail().find("not trusted"), std::string::npos) << made.got.error().detail();
}

TEST_F(https, a_certificate_of_another_host_is_refused) {
  certify("other.example");
  const auto made = ask(*client_for({.allow = {"localhost"}, .authorities = certificate()}), {.url = url()});
  ASSERT_FALSE(made.got);
  EXPECT_NE(made.got.error().detail().find("not trusted"), std::string::npos) << made.got.error().detail();
}

TEST(outbound_client, a_file_without_certificates_is_told_of) {
  const auto made = client::make({.allow = {}, .authorities = "/nowhere.pem"}, real_time);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code(), error::bad_configuration);
}

TEST(outbound_client, credentials_are_encoded) {
  EXPECT_EQ(basic_authorization("00000", "67890"), "Basic MDAwMDA6Njc4OTA=");
}

}  // namespace
}  // namespace footfall::outbound
