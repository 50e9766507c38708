// `footfall evaluate` beside a running server.
#include "end_to_end/shop.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

struct outcome {
  int status;
  std::string output;
  std::string errors;
};

outcome evaluate(const footfall_server& server, std::vector<std::string> arguments) {
  std::vector<std::string> all{"evaluate",
                               "--customer",
                               "00000",
                               "--config",
                               server.configuration_file().string(),
                               "--data-dir",
                               server.data_directory().string()};
  all.insert(all.end(), arguments.begin(), arguments.end());
  process command({.program = footfall_binary, .arguments = all});
  const auto end = command.wait_for_end(60s);
  return {end && end->status ? *end->status : -1, command.standard_output(), command.standard_error()};
}

// Sessions of test: after 1 came 2, after 3 came 4.
std::filesystem::path write_test_file(const footfall_server& server) {
  const auto file = server.data_directory().parent_path() / "test.csv";
  std::ofstream out(file);
  out << "event,user,itemtype,item,time\n";
  for (int user = 0; user < 10; ++user)
    for (int step = 0; step < 2; ++step)
      out << "click,t" << user << ",1," << (user % 2 == 0 ? 1 : 3) + step << ",2025-06-01T12:00:0" << step
          << "Z\n";
  return file;
}

TEST(evaluate, scenarios_are_measured_beside_popularity_while_the_server_runs) {
  shop site;
  for (int round = 0; round < 3; ++round) site.track_sessions({{1, 2}, {3, 4}, {5, 5}});
  const auto file = write_test_file(site.server);
  const auto ran = evaluate(site.server, {"--scenario", "personalized", "--test-file", file.string(),
                                          "--compare", "also_clicked", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.errors;
  const auto report = nlohmann::json::parse(ran.output);
  EXPECT_EQ(report["event"], "click");
  ASSERT_EQ(report["views"].size(), 2U);
  const auto& rows = report["views"][0]["rows"];
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0]["scenario"], "popularity");
  EXPECT_EQ(rows[1]["queries"], 10);
  EXPECT_EQ(rows[1]["reciprocalRank"]["value"], 1.0);  // the neighbour stands first
  EXPECT_LT(rows[0]["reciprocalRank"]["value"], 1.0);
  EXPECT_EQ(rows[1]["change"]["reciprocalRank"]["significant"], true);
  EXPECT_EQ(rows[2]["change"]["hitRate"]["significant"], false);
  EXPECT_EQ(site.track("/api/00000/click/anna/1/1"), 200);
}

TEST(evaluate, what_cannot_be_measured_is_told) {
  shop site;
  site.track_sessions({{1, 2}});
  EXPECT_EQ(evaluate(site.server, {"--scenario", "nowhere"}).status, 2);
  const auto ran = evaluate(site.server, {"--scenario", "personalized"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.errors.find("nothing to learn from"), std::string::npos) << ran.errors;
}

}  // namespace
}  // namespace footfall::test
