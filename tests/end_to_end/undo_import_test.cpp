// An import is taken back, and brought in again.
#include "end_to_end/shop.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <ctime>
#include <fstream>

namespace footfall::test {
namespace {

class undo_import : public testing::Test {
 protected:
  undo_import() {
    std::ofstream lines(file);
    for (const auto* const user : {"anna", "ben"})
      lines << R"({"event":"click","user":")" << user << R"(","item":7,"time":)" << std::time(nullptr) - 60
            << "}\n";
  }

  /// Runs the program on the store of the stopped server; returns what it printed.
  std::string run(std::vector<std::string> arguments, int status = 0) {
    const std::vector<std::string> where{"--customer", "00000",
                                         "--config",   site.server.configuration_file().string(),
                                         "--data-dir", site.server.data_directory().string()};
    arguments.insert(arguments.begin() + 1, where.begin(), where.end());
    process program({.program = footfall_binary, .arguments = arguments});
    const auto end = program.wait_for_end(std::chrono::seconds(60));
    EXPECT_TRUE(end && end->status == status) << program.standard_error();
    return program.standard_output() + program.standard_error();
  }

  std::vector<std::int64_t> popular() {
    site.build_models();
    return item_ids(site.recommend("/api/v2/00000/carl/landing_page.json"));
  }

  shop site;
  const std::string file = (site.server.configuration_file().parent_path() / "events.ndjson").string();
};

TEST_F(undo_import, what_came_with_it_is_gone_and_can_come_again) {
  site.track("/api/00000/click/dora/1/5");
  ASSERT_EQ(site.server.stop(), 0);
  run({"import-events", "--label", "winter", file});
  site.start_again();
  EXPECT_EQ(popular(), (std::vector<std::int64_t>{7, 5}));
  ASSERT_EQ(site.server.stop(), 0);
  EXPECT_NE(run({"undo-import", "winter"}).find("2 events removed, 2 lines can be imported again"),
            std::string::npos);
  run({"undo-import", "winter"}, 1);
  site.start_again();
  EXPECT_EQ(popular(), (std::vector<std::int64_t>{5}));
  ASSERT_EQ(site.server.stop(), 0);
  EXPECT_NE(run({"import-events", "--label", "spring", file}).find("2 events stored, 0 repeats"),
            std::string::npos);
}

TEST_F(undo_import, a_server_keeps_its_store_for_itself) {
  EXPECT_NE(run({"undo-import", "winter"}, 1).find("footfall"), std::string::npos);
}

}  // namespace
}  // namespace footfall::test
