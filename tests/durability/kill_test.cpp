// An acknowledged event is on disk: the server is killed at random moments under load, and what it
// acknowledged is compared with what its store holds.
#include "support/footfall_server.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace footfall::test {
namespace {

constexpr int writers = 4;

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

TEST(kill, what_was_acknowledged_before_a_kill_is_stored_once) {
  footfall_server server(footfall_binary);
  std::mt19937 random(7);
  std::atomic<int> next_item{1};
  std::set<int> acknowledged;
  for (int round = 0; round < rounds(); ++round) {
    std::atomic<int> count{0};
    std::vector<std::vector<int>> sent(writers);
    std::vector<std::thread> threads;
    for (auto& items : sent)
      threads.emplace_back([&] { items = send_until_cut(server.port(), next_item, count); });
    // The moment of the kill is random in the number of events, so it falls anywhere in a group commit.
    const int kill_after = static_cast<int>(random() % 200);
    while (count < kill_after) std::this_thread::yield();
    server.kill9();
    for (auto& thread : threads) thread.join();
    for (const auto& items : sent) acknowledged.insert(items.begin(), items.end());
    server.start_again();
  }
  EXPECT_EQ(server.stop(), 0);
  const auto stored = stored_items(server.data_directory() / "footfall.db");
  for (const int item : acknowledged) ASSERT_EQ(stored.count(item), 1U) << item;
  // At most the requests that were under way at a kill are stored without an answer.
  EXPECT_LE(stored.size(), acknowledged.size() + static_cast<std::size_t>(rounds() * writers));
  RecordProperty("kills", rounds());
  RecordProperty("acknowledged", static_cast<int>(acknowledged.size()));
}

}  // namespace
}  // namespace footfall::test
