// The configuration file is read again while somebody edits a scenario: neither is lost.
#include "end_to_end/shop.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <csignal>
#include <future>
#include <string>

namespace footfall::test {
namespace {

const http_fields licence{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="},
                          {"Content-Type", "application/json"}};

std::string scenario(const std::string& id, int minimum) {
  return fmt::format(
      R"({{"id": "{}", "stages": [{{"models": ["top_clicked"]}}], "filters": {{"minimum_price": {}}}}})", id,
      minimum);
}

std::string file_with(int minimum) {
  return R"({"customers": {"00000": {"license_key": "67890-1234-5678-90123-4567", "scenarios": [)" +
         scenario("of_file", minimum) + "]}}}";
}

int times(std::string_view log, std::string_view text) {
  int count = 0;
  for (auto at = log.find(text); at != std::string_view::npos; at = log.find(text, at + 1)) ++count;
  return count;
}

TEST(edits_and_reloads, at_the_same_time_are_both_in_force_afterwards) {
  const std::string structure = "/api/v3/00000/structure/";
  shop site({.configuration = file_with(0)});
  ASSERT_EQ(site.visitor().post(structure + "create_scenario", scenario("edited", 0), licence).status, 200);
  const auto minimum_of = [&](const std::string& id) {
    const auto answer = site.visitor().get(structure + "get_scenario/" + id, licence);
    return nlohmann::json::parse(answer.body).at("filters").at("minimum_price").get<double>();
  };
  for (int round = 1; round <= 20; ++round) {
    site.server.write_configuration(file_with(round));
    auto editor = std::async(std::launch::async, [&] {
      return site.visitor().post(structure + "update_scenario", scenario("edited", round), licence).status;
    });
    site.server.running_process().send_signal(SIGHUP);
    EXPECT_EQ(editor.get(), 200);
    ASSERT_TRUE(site.server.running_process().wait_for_error_output(
        [&](std::string_view log) { return times(log, "configuration reloaded") >= round; },
        std::chrono::seconds(20)));
    EXPECT_EQ(minimum_of("edited"), round);
    EXPECT_EQ(minimum_of("of_file"), round);
  }
}

// The file no longer gives what a stored document needs, as where another version stored it.
TEST(edits_and_reloads, a_document_that_does_not_fit_is_out_of_force_alone) {
  const std::string structure = "/api/v3/00000/structure/";
  const auto file = [](std::string_view models) {
    return fmt::format(R"({{"customers": {{"00000": {{"license_key": "67890-1234-5678-90123-4567",
                           "models": [{}]}}}}}})",
                       models);
  };
  const std::string needs = R"({"id": "needs", "stages": [{"models": ["near"]}]})";
  shop site({.configuration = file(R"({"id": "near", "type": "CF_I2I_BUY"})")});
  ASSERT_EQ(site.visitor().post(structure + "create_scenario", needs, licence).status, 200);
  ASSERT_EQ(site.visitor().post(structure + "create_scenario", scenario("plain", 1), licence).status, 200);
  site.server.write_configuration(file(""));
  site.server.running_process().send_signal(SIGHUP);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) {
        return times(log, "the scenario needs of the store is not in force") == 1 &&
               times(log, "configuration reloaded") == 1;
      },
      std::chrono::seconds(20)));
  EXPECT_EQ(site.visitor().get(structure + "get_scenario/plain", licence).status, 200);
  const auto gone = site.visitor().get(structure + "get_scenario/needs", licence);
  EXPECT_EQ(gone.status, 404);
  EXPECT_NE(gone.body.find("not in force"), std::string::npos) << gone.body;
  EXPECT_EQ(site.visitor().post(structure + "update_scenario", scenario("plain", 2), licence).status, 200)
      << "others can be edited";
  EXPECT_EQ(site.visitor().post(structure + "update_scenario", needs, licence).status, 400);
  EXPECT_EQ(site.visitor().post(structure + "update_scenario", scenario("needs", 3), licence).status, 200);
  EXPECT_EQ(site.visitor().get(structure + "get_scenario/needs", licence).status, 200);
}

}  // namespace
}  // namespace footfall::test
