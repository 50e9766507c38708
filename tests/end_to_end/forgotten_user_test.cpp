// What is in the files once a user was forgotten and the purge has been there.
#include "end_to_end/shop.hpp"
#include "footfall/events/link_event.hpp"
#include "footfall/identity/user_hasher.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

constexpr auto id = "anna.secret@example.com";

class forgotten_user : public testing::Test {
 protected:
  static footfall_server_options options() {
    footfall_server_options with;
    // Memory for nobody, so that the archive has the user, too.
    with.configuration = R"({"store": {"purge_interval": "1s", "state_interval": "1s"},
                             "models": {"memory_budget": 1000}, "customers": {"00000": {}}})";
    return with;
  }

  /// Files of the data directory that have the id or its hash, as bytes or as text.
  std::vector<std::string> files_that_know_the_user() {
    const auto key = identity::load_key(site.server.data_directory() / "user.key");
    const auto hash = identity::user_hasher(*key).hash("00000", id);
    const std::string traces[] = {id, std::string(reinterpret_cast<const char*>(&hash), sizeof(hash)),
                                  events::to_text(hash)};
    std::vector<std::string> found;
    for (const auto& each : std::filesystem::recursive_directory_iterator(site.server.data_directory())) {
      if (!each.is_regular_file()) continue;
      std::ifstream content(each.path(), std::ios::binary);
      const std::string bytes{std::istreambuf_iterator<char>(content), {}};
      for (const auto& trace : traces)
        if (bytes.find(trace) != std::string::npos) {
          found.push_back(each.path().filename().string());
          break;
        }
    }
    return found;
  }

  shop site{options()};
};

TEST_F(forgotten_user, is_in_no_file_after_the_purge_and_a_stop) {
  site.track(std::string("/api/00000/login/visitor0/") + id);
  for (int item = 1; item <= 50; ++item)
    site.track(std::string("/api/00000/click/") + id + "/1/" + std::to_string(item));
  site.track_sessions({{1, 2}, {2, 3}});
  site.build_models();
  ASSERT_EQ(site.server.stop(), 0);
  ASSERT_FALSE(files_that_know_the_user().empty());
  site.start_again();
  const auto path = std::string("/admin/customers/00000/users/") + id;
  const auto answer = nlohmann::json::parse(
      site.admin().request("DELETE", path, "", {{"Content-Type", "application/json"}}).body);
  ASSERT_TRUE(site.server.running_process().wait_for_error_output(
      [](std::string_view log) {
        return log.find("nothing is left of 1 users who were forgotten") != std::string_view::npos;
      },
      std::chrono::seconds(60)))
      << site.server.log();
  const auto receipt = nlohmann::json::parse(
      site.admin().get("/admin/customers/00000/erasures/" + answer.at("receipt").get<std::string>()).body);
  EXPECT_EQ(receipt.at("completed"), true);
  EXPECT_EQ(receipt.at("eventsRemoved"), 51);
  ASSERT_EQ(site.server.stop(), 0);
  EXPECT_EQ(files_that_know_the_user(), std::vector<std::string>{});
}

}  // namespace
}  // namespace footfall::test
