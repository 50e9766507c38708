// A disk without room: 503, nothing acknowledged is lost, and service resumes by itself; a start says what is
// missing.
#include "support/footfall_server.hpp"
#include "support/places.hpp"
#include "support/process.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>
#include <nlohmann/json.hpp>

#include <chrono>
#include <filesystem>
#include <string>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

/// Limits the size that files of the process may have: writing beyond fails as on a full disk.
void limit_file_size(pid_t process, rlim_t bytes) {
  rlimit limit{};
  ASSERT_EQ(prlimit(process, RLIMIT_FSIZE, nullptr, &limit), 0);
  limit.rlim_cur = bytes;
  ASSERT_EQ(prlimit(process, RLIMIT_FSIZE, &limit, nullptr), 0);
}

TEST(full_disk, events_are_refused_with_503_and_service_resumes_when_there_is_room) {
  footfall_server server(footfall_binary);
  auto client = server.client();
  const auto track = [&](int item) { return client.get("/api/00000/click/anna/1/" + std::to_string(item)); };

  int acknowledged = 0;
  for (; acknowledged < 50; ++acknowledged) ASSERT_EQ(track(acknowledged + 1).status, 200);

  limit_file_size(server.running_process().pid(), 1);
  const auto refused = track(1000);
  EXPECT_EQ(refused.status, 503);
  EXPECT_TRUE(refused.field("Retry-After").has_value());
  EXPECT_EQ(track(1001).status, 503);
  // What needs no disk is still answered.
  EXPECT_EQ(client.get("/api/v2/00000/anna/landing_page.json").status, 200);
  EXPECT_NE(server.admin_client().get("/metrics").body.find("footfall_event_store_failing 1"),
            std::string::npos);

  limit_file_size(server.running_process().pid(), RLIM_INFINITY);
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  int status = 0;
  while (status != 200 && std::chrono::steady_clock::now() < deadline) status = track(2000).status;
  ASSERT_EQ(status, 200) << server.log();
  ++acknowledged;

  EXPECT_EQ(server.stop(), 0);
  server.start_again();
  EXPECT_EQ(server.stop(), 0);
  EXPECT_NE(server.log().find("state of " + std::to_string(acknowledged) + " events"), std::string::npos)
      << server.log();
}

TEST(full_disk,
     a_page_of_richrelevance_that_cannot_be_stored_is_refused_and_one_that_stores_nothing_goes_on) {
  footfall_server server(footfall_binary, {.configuration = R"({"customers": {"00000": {"richrelevance":
      {"api_key": "shop", "applications": {"page": {}}}}}})"});
  auto client = server.client();
  const auto ask = [&](const std::string& placement) {
    return client.get(
        "/rrserver/api/rrPlatform/recsForPlacements?apiKey=shop&apiClientKey=page&sessionId=s"
        "&userId=anna&productId=1&placements=" +
        placement);
  };
  ASSERT_EQ(ask("item_page.a").status, 200);
  limit_file_size(server.running_process().pid(), 1);
  const auto refused = ask("item_page.a");
  EXPECT_EQ(refused.status, 503) << "the one kind of failure that is no 200 with an error in it";
  const auto told = nlohmann::json::parse(refused.body);
  EXPECT_EQ(told.at("status"), "error");
  EXPECT_NE(told.at("errormessage"), "");
  EXPECT_EQ(ask("generic_page.a").status, 200);
}

/// What a start on the data of another server says; `how` is put before the command.
std::string start_again_as(const footfall_server& server, const std::string& how) {
  const auto line = how + R"( "$0" serve --config "$1" --data-dir "$2")";
  const process shell({"/bin/sh",
                       {"-c", line, footfall_binary, server.configuration_file().string(),
                        server.data_directory().string()}});
  const auto end = shell.wait_for_end(30s);
  EXPECT_TRUE(end && end->status == 1) << shell.standard_error();
  return shell.standard_error();
}

TEST(full_disk, a_start_without_room_is_refused_with_what_is_missing) {
  footfall_server server(footfall_binary);
  EXPECT_EQ(server.stop(), 0);
  const auto said = start_again_as(server, "ulimit -f 8; exec");
  EXPECT_NE(said.find("no space left for "), std::string::npos) << said;
}

TEST(foreign_store, a_start_on_files_that_cannot_be_written_is_refused_with_what_to_do) {
  footfall_server server(footfall_binary);
  EXPECT_EQ(server.client().get("/api/00000/click/anna/1/1").status, 200);
  EXPECT_EQ(server.stop(), 0);
  const auto file = server.data_directory() / "footfall.db";
  // As after a restore by root; what root may do nevertheless is taken from it.
  std::filesystem::permissions(file, std::filesystem::perms(0444));
  const std::string how = geteuid() == 0 ? "exec setpriv --bounding-set -dac_override" : "exec";
  const auto said = start_again_as(server, how);
  EXPECT_NE(said.find("footfall.db cannot be opened for writing"), std::string::npos) << said;
  EXPECT_NE(said.find("check its permissions"), std::string::npos) << said;
}

}  // namespace
}  // namespace footfall::test
