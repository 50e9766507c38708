// HTTPS without a proxy, with the real server and OpenSSL's client.
#include "end_to_end/shop.hpp"
#include "support/places.hpp"
#include "support/tls_client.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <charconv>
#include <csignal>
#include <fstream>
#include <stdexcept>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

/// A server with a plain and a TLS listener.
class secret_shop {
 public:
  secret_shop() {
    write_certificate("first.example", certificate(), key());
    footfall_server_options options;
    options.configuration = R"({"server": {"tls": {"listen": ["127.0.0.1:0"], "certificate": ")" +
                            certificate().string() + R"(", "key": ")" + key().string() +
                            R"("}, "limits": {"request_timeout": "1s"}}, "customers": {"00000": {}}})";
    site.emplace(std::move(options));
    const auto log = site->server.log();
    constexpr std::string_view line = "listening with TLS on 127.0.0.1:";
    const auto at = log.find(line);
    if (at == std::string::npos) throw std::runtime_error("no TLS listener: " + log);
    std::from_chars(log.data() + at + line.size(), log.data() + log.size(), port);
  }

  void reload_and_wait_for(std::string_view text) {
    site->server.running_process().send_signal(SIGHUP);
    ASSERT_TRUE(site->server.running_process().wait_for_error_output(
        [text](std::string_view log) { return log.find(text) != std::string_view::npos; }, 20s))
        << site->server.log();
  }

  [[nodiscard]] std::filesystem::path certificate() const { return folder.path() / "certificate.pem"; }
  [[nodiscard]] std::filesystem::path key() const { return folder.path() / "key.pem"; }

  temporary_folder folder;
  std::optional<shop> site;
  std::uint16_t port = 0;
};

TEST(tls, tracking_and_recommendations_are_served_with_both_versions) {
  secret_shop secret;
  for (const auto& [version, name] : {std::pair{TLS1_2_VERSION, "TLSv1.2"}, {TLS1_3_VERSION, "TLSv1.3"}}) {
    tls_client visitor(secret.port, {.version_min = version, .version_max = version});
    EXPECT_EQ(visitor.version(), name);
    EXPECT_EQ(visitor.get("/api/00000/click/anna/1/1").substr(0, 12), "HTTP/1.1 200");
    EXPECT_EQ(visitor.get("/api/v2/00000/anna/landing_page.json").substr(0, 12), "HTTP/1.1 200");
  }
}

TEST(tls, plain_and_tls_listeners_serve_the_same_shop) {
  secret_shop secret;
  tls_client visitor(secret.port);
  EXPECT_EQ(visitor.get("/api/00000/buy/anna/1/7").substr(0, 12), "HTTP/1.1 200");
  const auto answer = secret.site->recommend("/api/v2/00000/anna/also_bought.json?contextitems=OWNS");
  EXPECT_EQ(answer.at("contextItems").at(0).at("itemId"), 7);
}

TEST(tls, a_key_that_everybody_may_read_is_warned_of) {
  secret_shop secret;
  const auto warning = "server.tls.key: everybody on this machine may use " + secret.key().string();
  const auto warnings = [&] {
    std::size_t count = 0;
    const auto log = secret.site->server.log();
    for (auto at = log.find(warning); at != std::string::npos; at = log.find(warning, at + 1)) ++count;
    return count;
  };
  const auto before = warnings();
  std::filesystem::permissions(secret.key(), std::filesystem::perms(0640));
  secret.reload_and_wait_for("configuration reloaded");
  EXPECT_EQ(warnings(), before);
  std::filesystem::permissions(secret.key(), std::filesystem::perms(0644));
  secret.site->server.running_process().send_signal(SIGHUP);
  EXPECT_TRUE(secret.site->server.running_process().wait_for_error_output(
      [&](std::string_view log) {
        return log.find("(mode 0644)", log.find("configuration reloaded")) != log.npos;
      },
      20s));
  EXPECT_EQ(warnings(), before + 1);
}

TEST(tls, versions_before_1_2_are_refused) {
  secret_shop secret;
  EXPECT_THROW(tls_client(secret.port, {.version_min = TLS1_VERSION, .version_max = TLS1_1_VERSION}),
               connection_lost);
  EXPECT_EQ(tls_client(secret.port).version(), "TLSv1.3");
}

TEST(tls, more_pipelined_requests_than_fit_a_buffer_are_all_answered) {
  secret_shop secret;
  tls_client visitor(secret.port);
  std::string many;
  constexpr int requests = 200;
  for (int each = 1; each <= requests; ++each)
    many += "GET /api/00000/click/anna/1/" + std::to_string(each) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  visitor.send(many);
  for (int each = 1; each <= requests; ++each) ASSERT_EQ(visitor.receive().substr(0, 12), "HTTP/1.1 200");
}

TEST(tls, the_end_is_said_with_close_notify) {
  secret_shop secret;
  tls_client visitor(secret.port);
  visitor.send("GET /api/00000/click/anna/1/1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
  EXPECT_EQ(visitor.receive().substr(0, 12), "HTTP/1.1 200");
  EXPECT_TRUE(visitor.receive_end());
}

TEST(tls, idle_connections_are_told_and_do_not_hold_up_the_stop) {
  secret_shop secret;
  tls_client idle(secret.port);
  EXPECT_EQ(idle.get("/api/00000/click/anna/1/1").substr(0, 12), "HTTP/1.1 200");
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(secret.site->server.stop(SIGTERM), 0);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
  EXPECT_TRUE(idle.receive_end());
}

TEST(tls, a_renewed_certificate_serves_new_handshakes_and_leaves_open_connections_alone) {
  secret_shop secret;
  tls_client before(secret.port);
  EXPECT_EQ(before.certificate_name(), "first.example");
  write_certificate("second.example", secret.certificate(), secret.key());
  secret.reload_and_wait_for("configuration reloaded");
  EXPECT_EQ(tls_client(secret.port).certificate_name(), "second.example");
  EXPECT_EQ(before.get("/api/00000/click/anna/1/1").substr(0, 12), "HTTP/1.1 200");
}

TEST(tls, a_pair_that_does_not_belong_together_is_refused_and_the_old_one_stays) {
  secret_shop secret;
  temporary_folder other;
  write_certificate("other.example", secret.certificate(), other.path() / "key.pem");
  secret.reload_and_wait_for("not reloaded");
  EXPECT_NE(secret.site->server.log().find(secret.key().string()), std::string::npos);
  EXPECT_EQ(tls_client(secret.port).certificate_name(), "first.example");
}

TEST(tls, a_broken_certificate_is_refused_and_the_old_one_stays) {
  secret_shop secret;
  std::ofstream(secret.certificate()) << "no certificate\n";
  secret.reload_and_wait_for("not reloaded");
  EXPECT_EQ(tls_client(secret.port).certificate_name(), "first.example");
}

TEST(tls, plain_bytes_on_the_tls_port_do_no_harm) {
  secret_shop secret;
  http_client plain(secret.port);
  plain.send("GET /api/00000/click/anna/1/1 HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(plain.receive_until_close().find("HTTP/1.1"), std::string::npos);
  EXPECT_EQ(tls_client(secret.port).get("/api/00000/click/anna/1/1").substr(0, 12), "HTTP/1.1 200");
}

TEST(tls, a_handshake_that_is_never_finished_ends_with_the_request_timeout) {
  secret_shop secret;
  http_client silent(secret.port);
  silent.send(std::string_view("\x16\x03\x01", 3));  // the begin of a record
  const auto begin = std::chrono::steady_clock::now();
  static_cast<void>(silent.receive_until_close());
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 8s);  // idle connections have 30 s
}

TEST(tls, a_server_without_the_files_does_not_start_and_names_them) {
  footfall_server_options options;
  options.configuration = R"({"server": {"tls": {"listen": ["127.0.0.1:0"], "certificate": "/nowhere.pem",
                              "key": "/nowhere.key"}}, "customers": {"00000": {}}})";
  try {
    footfall_server refused(footfall_binary, options);
    FAIL() << "started without a certificate";
  } catch (const std::runtime_error& why) {
    EXPECT_NE(std::string(why.what()).find("/nowhere.pem"), std::string::npos) << why.what();
  }
}

}  // namespace
}  // namespace footfall::test
