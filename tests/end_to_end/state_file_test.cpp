// The state file of the real server: a quick start after any end, and right answers whatever became of the
// file.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>

namespace footfall::test {
namespace {

std::filesystem::path state_file_of(const shop& site) {
  return site.server.data_directory() / "footfall.db.state";
}

/// Items that Anna may see: 1 and 2 are neighbours, and she has clicked 1.
std::vector<std::int64_t> items_for_anna(shop& site) {
  site.build_models();
  return item_ids(site.recommend("/api/v2/00000/anna/cross_sell.json?contextitems=CLICKED"));
}

class state_file_at_work : public testing::Test {
 protected:
  state_file_at_work() {
    site.track_sessions({{1, 2}, {1, 2}, {3, 4}});
    site.track("/api/00000/click/anna/1/1");
  }

  shop site;
};

TEST_F(state_file_at_work, after_a_stop_nothing_of_the_log_is_replayed) {
  const auto before = items_for_anna(site);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  EXPECT_TRUE(site.says("state of 1 customers written to"));
  EXPECT_TRUE(std::filesystem::exists(state_file_of(site)));
  site.start_again();
  EXPECT_TRUE(site.says("state of 1 customers read from"));
  EXPECT_TRUE(site.says("state of 0 events read back"));
  EXPECT_EQ(items_for_anna(site), before);
  EXPECT_EQ(before.front(), 2);
  const auto metrics = site.admin().get("/metrics").body;
  EXPECT_NE(metrics.find("footfall_state_file_age_seconds"), std::string::npos);
  EXPECT_NE(metrics.find("footfall_state_file_bytes"), std::string::npos);
}

TEST_F(state_file_at_work, after_a_stop_the_builder_goes_on_from_the_file) {
  const auto before = items_for_anna(site);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.start_again();
  EXPECT_TRUE(site.says("histories of 1 customers with 7 events read from the state file"));
  EXPECT_TRUE(site.says(" 0 events read from the log for the histories"));
  EXPECT_EQ(items_for_anna(site), before);
  site.track("/api/00000/click/anna/1/3");
  const auto after = items_for_anna(site);
  EXPECT_NE(after, before);
  site.server.kill9();
  site.start_again();
  EXPECT_TRUE(site.says("histories of 1 customers with 7 events read from the state file"));
  EXPECT_TRUE(site.says(" 1 events read from the log for the histories"));
  EXPECT_EQ(items_for_anna(site), after);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  std::filesystem::remove(state_file_of(site));
  site.start_again();
  EXPECT_TRUE(site.says(" 8 events read from the log for the histories"));
  EXPECT_EQ(items_for_anna(site), after);
}

TEST_F(state_file_at_work, after_a_crash_what_came_since_the_file_is_replayed) {
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.start_again();
  site.track("/api/00000/click/anna/1/3");
  const auto before = items_for_anna(site);
  site.server.kill9();
  site.start_again();
  EXPECT_TRUE(site.says("state of 1 events read back"));
  EXPECT_EQ(items_for_anna(site), before);
}

TEST_F(state_file_at_work, a_damaged_file_is_not_used_and_the_answers_are_the_same) {
  const auto before = items_for_anna(site);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  std::filesystem::resize_file(state_file_of(site), std::filesystem::file_size(state_file_of(site)) - 1);
  site.start_again();
  EXPECT_TRUE(site.says("it is not used, the state comes back from the log"));
  EXPECT_EQ(items_for_anna(site), before);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.start_again();
  EXPECT_TRUE(site.says("state of 0 events read back"));
}

TEST_F(state_file_at_work, a_file_that_was_deleted_comes_back_from_the_log) {
  const auto before = items_for_anna(site);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  std::filesystem::remove(state_file_of(site));
  site.start_again();
  EXPECT_TRUE(site.says("there is no state file"));
  EXPECT_EQ(items_for_anna(site), before);
}

TEST_F(state_file_at_work, a_database_from_a_backup_does_not_get_the_state_of_what_it_has_not) {
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  const auto database = site.server.data_directory() / "footfall.db";
  const auto backup = site.server.data_directory() / "backup.db";
  std::filesystem::copy_file(database, backup);
  site.start_again();
  const auto before = items_for_anna(site);
  site.track("/api/00000/click/anna/1/3");
  EXPECT_NE(items_for_anna(site), before);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  std::filesystem::copy_file(backup, database, std::filesystem::copy_options::overwrite_existing);
  site.start_again();
  EXPECT_TRUE(site.says("is not of this store, or of a time after its backup"));
  EXPECT_EQ(items_for_anna(site), before);
}

TEST_F(state_file_at_work, who_has_opted_out_stays_so) {
  EXPECT_EQ(site.admin()
                .post("/admin/customers/00000/opt-outs/bert", "", {{"Content-Type", "application/json"}})
                .status,
            200);
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  site.start_again();
  EXPECT_TRUE(site.says("state of 0 events read back"));
  EXPECT_NE(site.admin().get("/admin/customers/00000/opt-outs/bert").body.find("true"), std::string::npos);
}

TEST(state_file, an_interval_of_0_leaves_no_file) {
  footfall_server_options options;
  options.configuration = R"({"store": {"state_interval": "0s"}, "customers": {"00000": {}}})";
  shop site(options);
  site.track("/api/00000/click/anna/1/1");
  EXPECT_EQ(site.server.stop(SIGTERM), 0);
  EXPECT_FALSE(std::filesystem::exists(state_file_of(site)));
}

TEST(state_file, it_is_written_while_the_server_runs) {
  footfall_server_options options;
  options.configuration = R"({"store": {"state_interval": "100ms"}, "customers": {"00000": {}}})";
  shop site(options);
  site.track("/api/00000/click/anna/1/1");
  EXPECT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) { return log.find("customers written to") != std::string_view::npos; },
      std::chrono::seconds(20)));
}

}  // namespace
}  // namespace footfall::test
