// Events that have outlived their time go while the server runs.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <filesystem>
#include <vector>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};

std::string line(int days_ago, int item) {
  constexpr std::int64_t day_s = 86'400;
  return R"({"event":"buy","user":"anna","item":)" + std::to_string(item) + R"(,"time":)" +
         std::to_string(std::time(nullptr) - days_ago * day_s) + "}\n";
}

TEST(retention, old_events_go_in_the_background_and_are_not_there_after_the_next_start) {
  footfall_server_options options;
  options.configuration = R"({"store": {"retention": "30d", "purge_interval": "1s"}, "customers": {"00000":
                              {"license_key": "67890-1234-5678-90123-4567"}}})";
  shop site(std::move(options));
  std::string body;
  for (int item = 1; item <= 3000; ++item) body += line(item <= 1000 ? 40 : 1, item);
  ASSERT_EQ(site.visitor().post("/api/00000/events", body, license).status, 200);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) {
        return log.find(
                   "3000 events before, 1000 of them older than 30 days; 1000 removed; 2000 events after, 0 "
                   "of "
                   "them too old") != std::string_view::npos;
      },
      60s))
      << site.server.log();
  EXPECT_NE(site.admin().get("/metrics").body.find("footfall_purged_events_total 1000"), std::string::npos);
  EXPECT_EQ(site.admin().get("/metrics").body.find("footfall_days_until_full"), std::string::npos);
  EXPECT_EQ(site.server.stop(), 0);
  std::filesystem::remove(site.server.data_directory() / "footfall.db.state");
  site.start_again();
  EXPECT_TRUE(site.says("state of 2000 events")) << site.server.log();
}

TEST(retention, a_customer_can_have_one_of_its_own) {
  footfall_server_options options;
  options.configuration = R"({"store": {"retention": "30d", "purge_interval": "1s"}, "customers": {"00000":
                              {"license_key": "67890-1234-5678-90123-4567", "retention": "50d"}}})";
  shop site(std::move(options));
  ASSERT_EQ(site.visitor().post("/api/00000/events", line(40, 1) + line(60, 2), license).status, 200);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) {
        return log.find("2 events before, 1 of them older than 50 days; 1 removed") != std::string_view::npos;
      },
      60s))
      << site.server.log();
}

TEST(retention, commits_are_not_held_up_by_a_purge) {
  footfall_server_options options;
  options.configuration = R"({"store": {"retention": "30d", "purge_interval": "1s"}, "customers": {"00000":
                              {"license_key": "67890-1234-5678-90123-4567"}}})";
  shop site(std::move(options));
  std::string body;
  for (int item = 1; item <= 10'000; ++item) body += line(40, item);
  // Until a purge of several steps was seen at work.
  auto slowest = 0ns;
  int group = 0;
  const auto purged = [&] { return site.server.log().find("too old") != std::string::npos; };
  ASSERT_EQ(site.visitor().post("/api/00000/events", body, license).status, 200);
  for (; !purged(); ++group) {
    ASSERT_LT(group, 1'000'000);
    const auto begin = std::chrono::steady_clock::now();
    ASSERT_EQ(site.track("/api/00000/click/anna/1/" + std::to_string(group % 100 + 1)), 200);
    slowest = std::max(slowest, std::chrono::steady_clock::now() - begin);
  }
  RecordProperty("slowest_us", static_cast<int>(slowest / 1us));
  EXPECT_LT(slowest, 2s);  // a bound that a busy machine keeps; docs/operations.md has figures
}

}  // namespace
}  // namespace footfall::test
