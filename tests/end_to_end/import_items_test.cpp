// `footfall import-items`: what it reports, and that a server then has the items.
#include "end_to_end/shop.hpp"
#include "support/process.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace footfall::test {
namespace {

class import_items : public testing::Test {
 protected:
  import_items() {
    write("footfall.json", small_configuration());
    write("feed.csv", "id,title,price\n1,Lantern,1.50 EUR\n2,Lamp,cheap\n3,Torch,2.50 EUR\n");
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_.path() / name).string(); }
  void write(const std::string& name, const std::string& content) const {
    std::ofstream(path(name)) << content;
  }

  // The report of a run of the command with these further arguments, which has to end like this.
  nlohmann::json run(std::vector<std::string> arguments, int status) const {
    std::vector<std::string> all{"import-items",        "--report",   "json",
                                 "--customer",          "00000",      "--config",
                                 path("footfall.json"), "--data-dir", path("data")};
    all.insert(all.end(), arguments.begin(), arguments.end());
    process program({.program = footfall_binary, .arguments = all});
    const auto end = program.wait_for_end(std::chrono::seconds(60));
    EXPECT_TRUE(end && end->status == status) << program.standard_error();
    return nlohmann::json::parse(program.standard_output(), nullptr, false);
  }

  temporary_folder folder_;
};

TEST_F(import_items, the_report_as_json_is_that_of_a_run_of_the_server) {
  const auto found = run({path("feed.csv")}, 3);
  EXPECT_EQ(found.at("outcome"), "published") << found;
  EXPECT_EQ(found.at("items").at("added"), 2);
  EXPECT_EQ(found.at("source"), path("feed.csv"));
  EXPECT_EQ(found.at("report").at("refused").at("reasons").at("bad-price"), 1);
  EXPECT_EQ(found.at("report").at("without").at("image"), 2);
  EXPECT_EQ(run({path("feed.csv")}, 3).at("items").at("same"), 2);
}

TEST_F(import_items, a_dry_run_has_only_checked_and_a_refused_feed_says_why) {
  EXPECT_EQ(run({"--dry-run", path("feed.csv")}, 3).at("outcome"), "checked");
  write("empty.csv", "");
  const auto refused = run({path("empty.csv")}, 1);
  EXPECT_EQ(refused.at("outcome"), "refused");
  EXPECT_NE(refused.at("reason").get<std::string>().find("empty-file"), std::string::npos) << refused;
}

TEST_F(import_items, a_full_feed_without_the_ids_that_pages_track_is_refused_unless_somebody_allows_it) {
  std::string right = "id,title\n", wrong = right, events;
  for (int id = 1; id <= 12; ++id) {
    right += std::to_string(id) + ",Lantern\n";
    wrong += std::to_string(1000 + id) + ",Lantern\n";
    events += R"({"event":"click","user":"anna","item":)" + std::to_string(id) + "}\n";
  }
  write("right.csv", right);
  write("wrong.csv", wrong);
  write("events.ndjson", events);
  ASSERT_EQ(run({path("right.csv")}, 0).at("items").at("added"), 12);
  process clicks({.program = footfall_binary,
                  .arguments = {"import-events", "--time", "now", "--customer", "00000", "--config",
                                path("footfall.json"), "--data-dir", path("data"), path("events.ndjson")}});
  const auto end = clicks.wait_for_end(std::chrono::seconds(60));
  ASSERT_TRUE(end && end->status == 0) << clicks.standard_error();
  const auto refused = run({path("wrong.csv")}, 1);
  EXPECT_EQ(refused.at("outcome"), "refused");
  EXPECT_NE(refused.at("reason").get<std::string>().find("ids-unknown"), std::string::npos) << refused;
  EXPECT_EQ(refused.at("report").at("trackedIds"),
            (nlohmann::json{{"items", 12}, {"known", 0}, {"knownBefore", 12}}));
  EXPECT_EQ(run({path("right.csv")}, 0).at("items").at("same"), 12);
  EXPECT_EQ(run({"--mode", "update", path("wrong.csv")}, 0).at("items").at("added"), 12);
  EXPECT_EQ(run({"--allow-shrink", path("wrong.csv")}, 0).at("items").at("removed"), 12);
}

}  // namespace
}  // namespace footfall::test
