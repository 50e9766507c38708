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

constexpr auto told_configuration = R"({"customers": {"00000": {
  "license_key": "67890-1234-5678-90123-4567", "choose_weights": false,
  "models": [{"id": "mine", "type": "POPULARITY_LONG_CLICK",
    "segment_groups": [{"id": "gold", "parts": [{"segments": ["7"]}]}]}],
  "scenarios": [
    {"id": "alike", "stages": [{"models": ["similar_content"]}]},
    {"id": "segments", "stages": [{"models": [{"model": "mine", "data": "segments"}]}]}]}}})";

void post(shop& site, std::string_view path, const std::string& body) {
  const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  const auto answer = site.visitor().request("POST", path, body, license);
  ASSERT_LT(answer.status, 300) << answer.body;
}

// Of items 1 to 4 the first is clicked most; anna of segment 7 has clicked 4. Nobody has seen 50 to 52.
void tell_of_items_and_users(shop& site) {
  site.track_sessions({{1, 2}, {1, 2}, {1, 3}, {1}, {2}, {3}, {4}});
  EXPECT_EQ(site.track("/api/00000/click/anna/1/4"), 200);
  std::string items;
  for (const auto id : {1, 2, 3, 4, 50, 51, 52})
    items += "<item id=\"" + std::to_string(id) + "\" type=\"1\"><categorypaths><categorypath>" +
             (id == 1 || id == 50 ? "/Shoes/Children" : "/Hats") + "</categorypath></categorypaths></item>";
  post(site, "/api/00000/item", "<items version=\"1\">" + items + "</items>");
  post(site, "/api/00000/crm/user",
       R"(<users><user id="anna"><attributes><attribute key="segment" value="7"/></attributes></user>)"
       "</users>");
}

nlohmann::json report_of(const outcome& ran) {
  EXPECT_EQ(ran.status, 0) << ran.errors;
  return nlohmann::json::parse(ran.output, nullptr, false);
}

TEST(evaluate, what_the_customer_tells_of_items_and_users_is_known) {
  shop site({.configuration = told_configuration});
  tell_of_items_and_users(site);
  const auto file = site.server.data_directory().parent_path() / "test.csv";
  std::ofstream(file) << "event,user,itemtype,item,time\n"
                         "click,anna,1,1,2025-06-01T12:00:00Z\nclick,anna,1,4,2025-06-01T12:00:01Z\n"
                         "click,ben,1,1,2025-06-01T12:00:00Z\nclick,ben,1,50,2025-06-01T12:00:01Z\n"
                         "buy,carl,1,2,2025-06-01T12:00:00Z\nbuy,carl,1,1,2025-06-01T12:00:00Z\n";
  const auto asked = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--test-file", file.string(), "--json"});
    return report_of(evaluate(site.server, arguments))["views"];
  };
  const auto alike = asked({"--scenario", "alike", "--event", "click"});
  ASSERT_EQ(alike.size(), 3U) << alike;
  EXPECT_EQ(alike[0]["categories"],
            nlohmann::json::parse(R"([{"category": "Hats", "queries": 1, "hitRates": [1.0, 0.0]}])"));
  EXPECT_EQ(alike[2]["view"], "cold");
  EXPECT_EQ(alike[2]["rows"][0]["hitRate"]["value"], 0.0);  // by popularity
  EXPECT_EQ(alike[2]["rows"][1]["reciprocalRank"]["value"], 1.0);
  const auto segments = asked({"--scenario", "segments"});
  EXPECT_LT(segments[0]["rows"][0]["reciprocalRank"]["value"], 1.0);
  EXPECT_EQ(segments[0]["rows"][1]["reciprocalRank"]["value"], 1.0);
  const auto baskets = asked({"--scenario", "segments", "--event", "buy"});
  ASSERT_EQ(baskets.size(), 4U) << baskets;
  EXPECT_EQ(baskets[2]["view"], "basket-last");
  EXPECT_EQ(baskets[2]["rows"][1]["reciprocalRank"]["value"], 1.0);  // 1 with 2
  EXPECT_EQ(baskets[3]["view"], "basket-any");
  EXPECT_EQ(baskets[3]["rows"][1]["queries"], 1);
}

}  // namespace
}  // namespace footfall::test
