// An acknowledged event is on disk: the server is killed at random moments under load, and what it
// acknowledged is compared with what its store holds.
#include "support/footfall_server.hpp"
#include "support/places.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace footfall::test {
namespace {

constexpr int writers = 4;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool sanitizer_wants_to_be_first = true;
#elif defined(__has_feature)
constexpr bool sanitizer_wants_to_be_first =
    __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
constexpr bool sanitizer_wants_to_be_first = false;
#endif

/// FOOTFALL_TEST_EFFORT: 1 is quick, 10 is everything.
int rounds() {
  const auto* effort = std::getenv("FOOTFALL_TEST_EFFORT");
  return 20 * (effort == nullptr ? 1 : std::max(1, std::atoi(effort)));
}

/// Sends clicks on ever new items over one connection until it breaks; returns the items that were
/// acknowledged.
std::vector<int> send_until_cut(std::uint16_t port, std::atomic<int>& next_item,
                                std::atomic<int>& acknowledged) {
  std::vector<int> items;
  http_client client(port);
  try {
    for (;;) {
      const int item = next_item++;
      if (client.get("/api/00000/click/anna/1/" + std::to_string(item)).status != 200) return items;
      items.push_back(item);
      ++acknowledged;
    }
  } catch (const connection_lost&) {
    return items;
  }
}

/// All items in the store, each as often as it is there.
std::multiset<int> stored_items(const std::filesystem::path& file) {
  sqlite3* database = nullptr;
  EXPECT_EQ(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
  std::multiset<int> items;
  sqlite3_exec(
      database, "SELECT item FROM event",
      [](void* into, int, char** values, char**) {
        static_cast<std::multiset<int>*>(into)->insert(std::atoi(values[0]));
        return 0;
      },
      &items, nullptr);
  sqlite3_close(database);
  return items;
}

/// Lets four clients send until the server is killed at a random moment; adds what it acknowledged.
void send_and_kill(footfall_server& server, std::mt19937& random, std::atomic<int>& next_item,
                   std::set<int>& acknowledged, const std::function<void()>& meanwhile) {
  std::atomic<int> count{0};
  std::vector<std::vector<int>> sent(writers);
  std::vector<std::thread> threads;
  for (auto& items : sent)
    threads.emplace_back([&] { items = send_until_cut(server.port(), next_item, count); });
  // The moment of the kill is random in the number of events, so it falls anywhere in a group commit.
  const int kill_after = static_cast<int>(random() % 200);
  while (count < kill_after / 2) std::this_thread::yield();
  meanwhile();
  while (count < kill_after) std::this_thread::yield();
  server.kill9();
  for (auto& thread : threads) thread.join();
  for (const auto& items : sent) acknowledged.insert(items.begin(), items.end());
}

void expect_each_stored_once(const footfall_server& server, const std::set<int>& acknowledged) {
  const auto stored = stored_items(server.data_directory() / "footfall.db");
  for (const int item : acknowledged) ASSERT_EQ(stored.count(item), 1U) << item;
  // At most the requests that were under way at a kill are stored without an answer.
  EXPECT_LE(stored.size(), acknowledged.size() + static_cast<std::size_t>(rounds() * writers));
  testing::Test::RecordProperty("kills", rounds());
  testing::Test::RecordProperty("acknowledged", static_cast<int>(acknowledged.size()));
}

TEST(kill, what_was_acknowledged_before_a_kill_is_stored_once) {
  footfall_server server(footfall_binary);
  std::mt19937 random(7);
  std::atomic<int> next_item{1};
  std::set<int> acknowledged;
  for (int round = 0; round < rounds(); ++round) {
    send_and_kill(server, random, next_item, acknowledged, [] {});
    server.start_again();
  }
  EXPECT_EQ(server.stop(), 0);
  expect_each_stored_once(server, acknowledged);
}

/// The library that shows a process another time; empty when it is not installed.
std::filesystem::path find_faketime() {
  for (const auto& machine : std::filesystem::directory_iterator("/usr/lib"))
    if (auto file = machine.path() / "faketime" / "libfaketime.so.1"; std::filesystem::exists(file))
      return file;
  return {};
}

TEST(kill, what_was_acknowledged_outlives_clocks_that_jump_while_old_events_are_purged) {
  const auto library = find_faketime();
  if (library.empty()) GTEST_SKIP() << "not installed (Debian package libfaketime)";
  if (sanitizer_wants_to_be_first) GTEST_SKIP() << "a library that is loaded before the sanitizer's";
  const temporary_folder folder;
  const auto clock_file = folder.path() / "clock";
  std::mt19937 random(17);
  const auto jump = [&] {
    constexpr std::string_view leaps[] = {"+0", "-3d", "+2h", "-2h", "+400d", "+0"};
    const auto written = folder.path() / "next";
    std::ofstream(written) << leaps[random() % std::size(leaps)] << "\n";
    std::filesystem::rename(written, clock_file);
  };
  jump();
  footfall_server_options options;
  options.configuration = R"({"store": {"retention": "30d", "purge_interval": "1s"}, "customers": {"00000":
                              {"license_key": "67890-1234-5678-90123-4567"}}})";
  options.environment = {{"LD_PRELOAD", library.string()},
                         {"FAKETIME_TIMESTAMP_FILE", clock_file.string()},
                         {"FAKETIME_NO_CACHE", "1"},
                         {"FAKETIME_DONT_FAKE_MONOTONIC", "1"}};
  footfall_server server(footfall_binary, std::move(options));
  std::atomic<int> next_item{1};
  std::set<int> acknowledged;
  for (int round = 0; round < rounds(); ++round) {
    send_and_kill(server, random, next_item, acknowledged, jump);
    if (round % 4 == 0) jump();
    server.start_again();
  }
  EXPECT_EQ(server.stop(), 0);
  expect_each_stored_once(server, acknowledged);
}

}  // namespace
}  // namespace footfall::test
