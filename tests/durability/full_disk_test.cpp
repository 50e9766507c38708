// A disk without room: 503, nothing acknowledged is lost, and service resumes by itself.
#include "support/footfall_server.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <chrono>
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

}  // namespace
}  // namespace footfall::test
