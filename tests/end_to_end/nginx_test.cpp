// nginx in front of the server, with the configuration that is delivered.
#include "end_to_end/shop.hpp"
#include "support/listening_socket.hpp"
#include "support/places.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

constexpr auto nginx = "/usr/sbin/nginx";

/// A port that was free a moment ago: nginx has to be told one.
std::uint16_t free_port() { return listening_socket().port(); }

void replace(std::string& text, std::string_view from, const std::string& to) {
  const auto at = text.find(from);
  if (at == std::string::npos)
    throw std::runtime_error("config/nginx/footfall.conf has no " + std::string(from));
  text.replace(at, from.size(), to);
}

/// A shop behind nginx, which is started with the delivered file and other ports.
class shop_behind_nginx {
 public:
  shop_behind_nginx() {
    std::ifstream file(std::string(source_directory) + "/config/nginx/footfall.conf");
    std::string delivered(std::istreambuf_iterator<char>(file), {});
    replace(delivered, "127.0.0.1:8080", "127.0.0.1:" + std::to_string(site.server.port()));
    const auto of_nginx = "127.0.0.1:" + std::to_string(port);
    replace(delivered, "listen 80;", "listen " + of_nginx + ";");
    const auto path = folder.path().string();
    std::ofstream(folder.path() / "nginx.conf")
        << (::getuid() == 0 ? "user root; " : "")  // the temporary folder is for its owner only
        << "daemon off; worker_processes 1; pid " << path << "/nginx.pid; error_log stderr notice;\n"
        << "events { worker_connections 256; }\n"
        << "http {\n  client_body_temp_path " << path << "/body; proxy_temp_path " << path << "/proxy;\n"
        << "  fastcgi_temp_path " << path << "/fastcgi; uwsgi_temp_path " << path << "/uwsgi;\n"
        << "  scgi_temp_path " << path << "/scgi;\n"
        << delivered << "}\n";
    proxy.emplace(process_options{.program = nginx,
                                  .arguments = {"-e", "stderr", "-p", path, "-c", path + "/nginx.conf"}});
    // Written when the listening sockets are open.
    if (!proxy->wait_for_error_output(
            [](std::string_view log) { return log.find("start worker process ") != std::string_view::npos; },
            20s))
      throw std::runtime_error("nginx does not start: " + proxy->standard_error());
  }

  // Killed, the master would leave its worker behind; asked to end, it takes it along.
  ~shop_behind_nginx() {
    if (proxy->send_signal(SIGTERM)) static_cast<void>(proxy->wait_for_end(20s));
  }
  shop_behind_nginx(const shop_behind_nginx&) = delete;
  shop_behind_nginx& operator=(const shop_behind_nginx&) = delete;

  shop site;
  temporary_folder folder;
  const std::uint16_t port = free_port();
  std::optional<process> proxy;
};

/// Connections to the server's public port that are open or were closed in the last minute, as the kernel
/// lists them.
std::size_t connections_to(std::uint16_t port) {
  constexpr std::string_view established = "01", time_wait = "06";
  std::ifstream table("/proc/net/tcp");
  const auto wanted = fmt::format(":{:04X}", port);
  std::size_t count = 0;
  std::string place, local, remote, state, rest;
  std::getline(table, rest);
  while (table >> place >> local >> remote >> state && std::getline(table, rest)) {
    // An open one is in the list twice, once from each end; a closed one at the end that closed first.
    if (remote.ends_with(wanted) && (state == established || state == time_wait)) ++count;
    if (local.ends_with(wanted) && state == time_wait) ++count;
  }
  return count;
}

class nginx_in_front : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(nginx))
      GTEST_SKIP() << "nginx is not installed (Debian package nginx-light)";
  }
};

TEST_F(nginx_in_front, tracking_and_recommendations_pass) {
  shop_behind_nginx behind;
  http_client visitor(behind.port);
  for (const auto* target : {"/api/00000/click/anna/1/1?categorypath=%2FShoes%2FChildren",
                             "/api/00000/buy/anna/1/2", "/api/00000/rendered/anna/1/1,2"}) {
    const auto pixel = visitor.get(target);
    EXPECT_EQ(pixel.status, 200) << target;
    EXPECT_EQ(pixel.body.size(), 43U);
  }
  EXPECT_EQ(visitor.post("/api/00000/click/anna/1/3", "").status, 204);
  const auto answer = visitor.get("/api/v2/00000/anna/also_bought.json?contextitems=OWNS");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(nlohmann::json::parse(answer.body).at("contextItems").at(0).at("itemId"), 2);
}

TEST_F(nginx_in_front, mistakes_keep_their_status_and_words) {
  shop_behind_nginx behind;
  http_client visitor(behind.port);
  const auto refused = visitor.get("/api/00000/rate/anna/1/1?rating=101");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("101"), std::string::npos);
  EXPECT_EQ(visitor.get("/api/nobody/click/anna/1/1").status, 404);
}

TEST_F(nginx_in_front, many_visitors_share_a_few_connections_to_the_server) {
  shop_behind_nginx behind;
  constexpr int visitors = 20;
  for (int each = 0; each < visitors; ++each) {
    http_client visitor(behind.port);
    for (int times = 0; times < 10; ++times)
      ASSERT_EQ(visitor.get("/api/00000/click/anna/1/" + std::to_string(each * 10 + times + 1)).status, 200);
  }
  // Two hundred requests, one after the other, need one connection.
  const auto used = connections_to(behind.site.server.port());
  EXPECT_GE(used, 1U);
  EXPECT_LE(used, 4U);
}

TEST_F(nginx_in_front, a_bulk_request_passes) {
  shop_behind_nginx behind;
  http_client shop_server(behind.port);
  std::string body;
  for (int each = 1; each <= 5000; ++each)
    body += R"({"event":"click","user":"anna","item":)" + std::to_string(each) + "}\n";
  const auto answer = shop_server.post(
      "/api/00000/events", body, {{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}});
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(nlohmann::json::parse(answer.body).at("accepted"), 5000);
}

}  // namespace
}  // namespace footfall::test
