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
  const auto wrong = evaluate(site.server, {"--scenario", "personalized", "--until", "yesterday"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.errors.find("--until: 'yesterday' is not a time"), std::string::npos) << wrong.errors;
}

TEST(evaluate, a_log_of_ratings_is_not_called_empty) {
  shop site;
  for (const auto* const target : {"/api/00000/rate/anna/1/1?rating=5", "/api/00000/rate/anna/1/2?rating=3"})
    EXPECT_EQ(site.track(target), 200);
  const auto ran = evaluate(site.server, {"--scenario", "personalized"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.errors.find("but 2 of type rate"), std::string::npos) << ran.errors;
}

// Brings the file into the store of a server that is stopped for it.
void import_file(shop& site, const std::filesystem::path& file) {
  ASSERT_EQ(site.server.stop(), 0);
  process command({.program = footfall_binary,
                   .arguments = {"import-events", "--customer", "00000", "--config",
                                 site.server.configuration_file().string(), "--data-dir",
                                 site.server.data_directory().string(), file.string()}});
  const auto end = command.wait_for_end(60s);
  ASSERT_TRUE(end && end->status == 0) << command.standard_error();
}

TEST(evaluate, sessions_of_a_file_that_are_in_the_log_are_counted_and_left_out) {
  shop site;
  for (int round = 0; round < 3; ++round) site.track_sessions({{1, 2}, {3, 4}});
  const auto file = write_test_file(site.server);
  import_file(site, file);
  const auto all_known = evaluate(site.server, {"--scenario", "personalized", "--test-file", file.string()});
  EXPECT_EQ(all_known.status, 1);
  EXPECT_NE(all_known.errors.find("all 10 sessions of the file are in the log"), std::string::npos)
      << all_known.errors;
  std::ofstream(file, std::ios::app)
      << "click,new,1,1,2025-06-02T12:00:00Z\nclick,new,1,2,2025-06-02T12:00:01Z\n";
  const auto one_new =
      evaluate(site.server, {"--scenario", "personalized", "--test-file", file.string(), "--json"});
  ASSERT_EQ(one_new.status, 0) << one_new.errors;
  const auto report = nlohmann::json::parse(one_new.output);
  EXPECT_EQ(report["views"][0]["rows"][1]["queries"], 1);
  EXPECT_EQ(report["notes"][0], "10 sessions of the file are in the log that models learn from: left out");
}

TEST(evaluate, the_log_may_end_earlier_and_the_test_take_hours) {
  shop site;
  const auto file = site.server.data_directory().parent_path() / "events.csv";
  std::ofstream out(file);
  out << "event,user,itemtype,item,time\n";
  for (int hour = 0; hour < 10; ++hour)
    for (int step = 1; step <= 2; ++step)
      out << "click,u" << hour << ",1," << step << ",2025-06-01T1" << hour << ":00:0" << step << "Z\n";
  out.close();
  import_file(site, file);
  const auto ran = evaluate(site.server, {"--scenario", "personalized", "--until", "2025-06-01T16:30:00Z",
                                          "--test-hours", "2", "--json"});
  ASSERT_EQ(ran.status, 0) << ran.errors;
  const auto report = nlohmann::json::parse(ran.output);
  EXPECT_EQ(report["views"][0]["rows"][1]["queries"], 2);  // of 15:00 and 16:00
  EXPECT_EQ(report["trainingEvents"], 10);
}

}  // namespace
}  // namespace footfall::test
