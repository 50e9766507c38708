// Imports, their undoing and the purge are killed at random moments; the same again completes them, and
// nothing else is lost.
#include "support/footfall_server.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace footfall::test {
namespace {

constexpr int lines = 40'000;

// Items as readers see them, of the present generation (docs/store-format.md), in whose bytes this text is.
std::string items_with(const std::string& text) {
  return "entity WHERE kind = 3 AND generation = ifnull((SELECT present FROM entity_generation WHERE "
         "customer = "
         "entity.customer AND kind = 3), 0) AND instr(content, CAST('" +
         text + "' AS BLOB)) > 0";
}

int kills() {
  const auto* effort = std::getenv("FOOTFALL_TEST_EFFORT");
  return 5 * (effort == nullptr ? 1 : std::max(1, std::atoi(effort)));
}

class kill_in_long_work : public testing::Test {
 protected:
  kill_in_long_work() {
    std::ofstream configuration(folder.path() / "footfall.json");
    configuration << R"({"server": {"listen": ["127.0.0.1:0"], "admin_listen": "127.0.0.1:0"},
                         "customers": {"00000": {}}})";
    write_lines("other.ndjson", 100, "ben");
    write_lines("import.ndjson", lines, "anna");
  }

  void write_lines(const std::string& name, int count, const std::string& user) const {
    std::ofstream file(folder.path() / name);
    const auto time = std::to_string(std::time(nullptr) - 86'400);
    for (int item = 1; item <= count; ++item)
      file << R"({"event":"click","user":")" << user << R"(","item":)" << item << R"(,"time":)" << time
           << "}\n";
  }

  void write_feed(const std::string& name, int items, const std::string& title) const {
    std::ofstream file(folder.path() / name);
    file << "id,title,price\n";
    for (int item = 1; item <= items; ++item) file << item << ',' << title << ' ' << item << ",1.50 EUR\n";
  }

  [[nodiscard]] process start(std::vector<std::string> arguments) const {
    const std::vector<std::string> where{"--customer", "00000",
                                         "--config",   (folder.path() / "footfall.json").string(),
                                         "--data-dir", (folder.path() / "data").string()};
    arguments.insert(arguments.begin() + 1, where.begin(), where.end());
    return process({.program = footfall_binary, .arguments = std::move(arguments)});
  }

  void run(const std::vector<std::string>& arguments) const {
    const auto whole = start(arguments);
    const auto end = whole.wait_for_end(std::chrono::minutes(2));
    ASSERT_TRUE(end && end->status == 0) << whole.standard_error();
  }

  /// Kills the command at random moments, and then lets it work to its end.
  void run_with_kills(const std::vector<std::string>& arguments) {
    bool completed = false;
    for (int kill = 0; kill < kills() && !completed; ++kill) {
      const auto cut = start(arguments);
      completed = cut.wait_for_end(std::chrono::milliseconds(random() % 800)).has_value();
      cut.send_signal(SIGKILL);
      ASSERT_TRUE(cut.wait_for_end(std::chrono::minutes(1)));
    }
    if (!completed) run(arguments);
  }

  [[nodiscard]] std::string import(const std::string& name) const { return (folder.path() / name).string(); }

  [[nodiscard]] int count(const std::string& what) const {
    sqlite3* database = nullptr;
    const auto file = folder.path() / "data" / "footfall.db";
    EXPECT_EQ(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    int found = -1;
    sqlite3_exec(
        database, ("SELECT count(*) FROM " + what).c_str(),
        [](void* into, int, char** values, char**) {
          *static_cast<int*>(into) = std::atoi(values[0]);
          return 0;
        },
        &found, nullptr);
    sqlite3_close(database);
    return found;
  }

  const temporary_folder folder;
  std::mt19937 random{11};
};

TEST_F(kill_in_long_work, an_import_and_its_undoing_leave_what_is_not_theirs) {
  run({"import-events", "--label", "other", import("other.ndjson")});
  run_with_kills({"import-events", "--label", "big", import("import.ndjson")});
  EXPECT_EQ(count("event"), lines + 100);
  run_with_kills({"undo-import", "big"});
  EXPECT_EQ(count("event"), 100);
  EXPECT_EQ(count("imported_line"), 100);
  run({"import-events", "--label", "big", import("import.ndjson")});
  EXPECT_EQ(count("event"), lines + 100);
}

TEST_F(kill_in_long_work, an_import_of_items_leaves_the_old_catalogue_whole_or_has_made_the_new_one) {
  write_feed("old.csv", 3'000, "old");
  write_feed("new.csv", 20'000, "new");
  run({"import-items", import("old.csv")});
  const auto begin = std::chrono::steady_clock::now();
  run({"import-items", import("new.csv")});
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin);
  run({"import-items", "--allow-shrink", import("old.csv")});
  for (int kill = 0; kill < kills(); ++kill) {
    const auto cut = start({"import-items", import("new.csv")});
    static_cast<void>(cut.wait_for_end(took * (random() % 100) / 100));
    cut.send_signal(SIGKILL);
    ASSERT_TRUE(cut.wait_for_end(std::chrono::minutes(1)));
    const auto old_items = count(items_with("old "));
    const auto new_items = count(items_with("new "));
    ASSERT_TRUE((old_items == 3'000 && new_items == 0) || (old_items == 0 && new_items == 20'000))
        << old_items << " old and " << new_items << " new items";
    if (new_items != 0) run({"import-items", "--allow-shrink", import("old.csv")});
  }
  run({"import-items", import("new.csv")});
  EXPECT_EQ(count(items_with("new ")), 20'000);
}

TEST(kill_in_purge, old_events_go_in_the_end_and_young_ones_stay) {
  footfall_server_options options;
  options.configuration = R"({"store": {"retention": "30d", "purge_interval": "1s"}, "customers": {"00000":
                              {"license_key": "67890-1234-5678-90123-4567"}}})";
  footfall_server server(footfall_binary, std::move(options));
  std::string body;
  for (int item = 1; item <= 9000; ++item)
    body += R"({"event":"buy","user":"anna","item":)" + std::to_string(item) + R"(,"time":)" +
            std::to_string(std::time(nullptr) - (item % 9 == 0 ? 1 : 40) * 86'400) + "}\n";
  ASSERT_EQ(server.client()
                .post("/api/00000/events", body,
                      {{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}})
                .status,
            200);
  std::mt19937 random(13);
  for (int kill = 0; kill < kills(); ++kill) {
    static_cast<void>(server.running_process().wait_for_error_output(
        [](std::string_view log) { return log.find("too old") != std::string_view::npos; },
        std::chrono::milliseconds(900 + random() % 400)));
    server.kill9();
    server.start_again();
  }
  // Whatever the last round had still to do.
  static_cast<void>(server.running_process().wait_for_error_output(
      [](std::string_view log) { return log.find("0 of them too old") != std::string_view::npos; },
      std::chrono::seconds(5)));
  ASSERT_EQ(server.stop(), 0);
  std::filesystem::remove(server.data_directory() / "footfall.db.state");
  server.start_again();
  EXPECT_TRUE(server.running_process().wait_for_error_output(
      [](std::string_view log) { return log.find("state of 1000 events") != std::string_view::npos; },
      std::chrono::seconds(30)))
      << server.log();
}

}  // namespace
}  // namespace footfall::test
