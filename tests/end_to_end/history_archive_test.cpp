// Visitors whose histories are not in memory any more are known when they come back.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <string>

namespace footfall::test {
namespace {

double figure(shop& site, const std::string& name) {
  const auto text = site.admin().get("/metrics").body;
  const auto line = text.find("\n" + name);
  if (line == std::string::npos) return -1;
  return std::stod(text.substr(text.find(' ', line + 1)));
}

/// A shop that has memory for some users only, and Anna, who clicked before many others came.
class archive_at_work : public testing::Test {
 protected:
  static constexpr int others = 600;

  archive_at_work() : site(options()) {
    site.track_sessions({{1, 2}, {1, 2}, {3, 4}});
    site.track("/api/00000/click/anna/1/1");
    // Item 3 twice as often as 4: the order of equals would be that of seconds.
    for (int other = 0; other < others; ++other)
      site.track("/api/00000/click/other" + std::to_string(other) + "/1/" + (other % 3 == 0 ? "4" : "3"));
    site.build_models();
    // All go, since even one is above the budget: the server looks every 100 ms.
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (figure(site, "footfall_users_in_memory") > 0 && std::chrono::steady_clock::now() < deadline)
      site.track("/api/00000/rendered/nobody");
  }

  static footfall_server_options options() {
    footfall_server_options with;
    with.configuration = R"({"models": {"memory_budget": 4000}, "customers": {"00000": {}}})";
    return with;
  }

  std::vector<std::int64_t> items_for_anna() {
    return item_ids(site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED"));
  }

  std::filesystem::path file(const std::string& ending) const {
    return site.server.data_directory() / ("footfall.db" + ending);
  }

  shop site;
};

TEST_F(archive_at_work, a_visitor_who_comes_back_is_known) {
  EXPECT_GT(figure(site, "footfall_history_evictions_total"), others);
  EXPECT_EQ(figure(site, "footfall_history_forgotten_total"), 0);
  EXPECT_EQ(figure(site, "footfall_history_expired_total"), 0);
  EXPECT_EQ(figure(site, "footfall_history_archive_failures_total"), 0);
  EXPECT_GT(figure(site, "footfall_history_archive_bytes"), 1000 * 12);
  EXPECT_EQ(items_for_anna().front(), 2);
  EXPECT_GT(figure(site, "footfall_history_read_backs_total"), 0);
  site.track("/api/00000/click/anna/1/3");
  EXPECT_EQ(items_for_anna().size(), 2U);
}

TEST_F(archive_at_work, after_a_stop_the_archive_of_the_state_file_is_used) {
  const auto before = items_for_anna();
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.start_again();
  EXPECT_TRUE(site.says("state of 0 events read back"));
  EXPECT_GT(figure(site, "footfall_archived_users"), others);
  site.build_models();
  EXPECT_EQ(items_for_anna(), before);
}

TEST_F(archive_at_work, after_a_crash_without_a_state_file_the_archive_is_made_again) {
  const auto before = items_for_anna();
  site.server.kill9();
  std::filesystem::remove(file(".state"));
  site.start_again();
  EXPECT_GT(figure(site, "footfall_history_evictions_total"), 0);
  site.build_models();
  EXPECT_EQ(items_for_anna(), before);
}

TEST_F(archive_at_work, a_state_file_without_its_archive_is_not_used) {
  const auto before = items_for_anna();
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  for (const auto* ending : {".histories", ".histories-wal", ".histories-shm"})
    std::filesystem::remove(file(ending));
  site.start_again();
  EXPECT_TRUE(site.says("does not fit the archive"));
  site.build_models();
  EXPECT_EQ(items_for_anna(), before);
}

}  // namespace
}  // namespace footfall::test
