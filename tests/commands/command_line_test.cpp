// The command line from outside: exit statuses, messages, precedence, whole imports into a store.
#include "footfall/commands/command_line.hpp"

#include "commands/packed_bytes.hpp"
#include "support/places.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace footfall::test {

namespace {

struct run_outcome {
  int status;
  std::string output;
  std::string errors;
};

// Environment variables of one test, gone afterwards.
class environment {
 public:
  explicit environment(std::vector<std::pair<std::string, std::string>> variables)
      : variables_(std::move(variables)) {
    for (const auto& [name, value] : variables_) setenv(name.c_str(), value.c_str(), 1);
  }
  ~environment() {
    for (const auto& [name, value] : variables_) unsetenv(name.c_str());
  }
  environment(const environment&) = delete;
  environment& operator=(const environment&) = delete;

 private:
  std::vector<std::pair<std::string, std::string>> variables_;
};

run_outcome run(const std::vector<std::string>& arguments) {
  std::vector<const char*> pointers{"footfall"};
  for (const auto& argument : arguments) pointers.push_back(argument.c_str());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int status = commands::run(static_cast<int>(pointers.size()), pointers.data());
  auto output = testing::internal::GetCapturedStdout();
  return {status, std::move(output), testing::internal::GetCapturedStderr()};
}

// A folder with a configuration of one shop.
struct shop_folder {
  temporary_folder folder;
  std::string config = write("shop.json", R"({"customers": {"00000": {"currency": "GBP"}}})");
  std::string data = (folder.path() / "data").string();

  std::string write(const std::string& name, const std::string& content) const {
    const auto file = folder.path() / name;
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
  }
  run_outcome import(const std::vector<std::string>& files) const {
    std::vector<std::string> arguments{"import-events", "--customer", "00000", "--config",
                                       config,          "--data-dir", data};
    arguments.insert(arguments.end(), files.begin(), files.end());
    return run(arguments);
  }
};

constexpr auto three_events =
    "event,user,itemtype,item,time,quantity,fullprice\n"
    "buy,u1,1,7,2026-01-31T12:00:00Z,2,2.50GBP\n"
    "buy,u1,1,7,2026-01-31T12:00:00Z,2,2.50GBP\n"
    "click,u2,1,8,2026-01-31T12:00:00Z,,\n";

}  // namespace

TEST(command_line, help_and_version_succeed_on_every_level) {
  EXPECT_EQ(run({"--version"}).output, "footfall " FOOTFALL_VERSION "\n");
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {"--help"}, {"serve", "--help"}, {"check-config", "--help"}, {"import-events", "--help"}}) {
    const auto help = run(arguments);
    EXPECT_EQ(help.status, 0) << arguments[0];
    EXPECT_NE(help.output.find("Usage:"), std::string::npos);
  }
  EXPECT_NE(run({"serve", "--help"}).output.find("FOOTFALL_ADMIN_LISTEN"), std::string::npos);
}

TEST(command_line, mistakes_on_the_command_line_end_with_status_2) {
  const shop_folder shop;
  for (const auto& arguments : std::vector<std::vector<std::string>>{
           {},
           {"nonsense"},
           {"serve"},
           {"serve", "--config", shop.config, "--listen", "here"},
           {"serve", "--config", shop.config, "--log-format", "xml"},
           {"serve", "--config", shop.config, "--log-level", "loud"},
           {"serve", "--config", shop.config, "--unknown"},
           {"check-config"},
           {"import-events", "--config", shop.config, "f"},
           {"import-events", "--customer", "00000", "f"},
           {"import-events", "--customer", "00000", "--config", shop.config},
           {"import-events", "--customer", "00000", "--config", shop.config, "--url", "http://127.0.0.1:1",
            "f"}}) {
    const auto outcome = run(arguments);
    EXPECT_EQ(outcome.status, 2) << testing::PrintToString(arguments);
    EXPECT_EQ(outcome.output, "");
    EXPECT_NE(outcome.errors, "");
  }
}

TEST(command_line, a_word_that_an_option_does_not_know_is_told_with_those_that_it_knows) {
  const shop_folder shop;
  const auto outcome = run({"serve", "--config", shop.config, "--log-format", "xml"});
  EXPECT_NE(outcome.errors.find("xml not in {json,text}"), std::string::npos) << outcome.errors;
}

TEST(command_line, check_config_tells_what_a_file_holds_or_what_is_wrong) {
  const shop_folder shop;
  const auto good = run({"check-config", "--config", shop.config});
  EXPECT_EQ(good.status, 0);
  EXPECT_NE(good.output.find("correct, 1 customers"), std::string::npos);
  const auto bad =
      run({"check-config", "--config", shop.write("bad.json", R"({"server": {"threads": -1}, "x": 1})")});
  EXPECT_EQ(bad.status, 2);
  EXPECT_EQ(bad.errors,
            "footfall:\nserver.threads: found -1, expected a whole number in 0..256\n"
            "x: found an unknown key, expected one of $schema, server, store, models, outbound, customers\n");
  EXPECT_EQ(run({"check-config", "--config", "/nowhere.json"}).status, 2);
  EXPECT_EQ(run({"check-config", "--print-schema"}).output.substr(0, 1), "{");
}

TEST(command_line, the_environment_stands_in_for_options_and_loses_against_them) {
  const shop_folder shop;
  const auto bad = shop.write("bad.json", "{");
  const environment variables({{"FOOTFALL_CONFIG", bad}, {"FOOTFALL_URL", "http://127.0.0.1:1"}});
  EXPECT_EQ(run({"check-config"}).status, 2);
  EXPECT_EQ(run({"check-config", "--config", shop.config}).status, 0);
  EXPECT_EQ(shop.import({shop.write("f.csv", three_events)}).status, 0) << "--config wins over FOOTFALL_URL";
}

TEST(import_events, files_are_stored_and_the_same_command_again_stores_nothing_twice) {
  const shop_folder shop;
  const auto csv = shop.write("f.csv", three_events);
  const auto packed =
      shop.write("g.gz", gzip("{\"event\":\"click\",\"user\":\"u\",\"item\":1,\"time\":1769860801}\n"));
  const auto first = shop.import({"--label", "winter", csv, packed});
  EXPECT_EQ(first.status, 0) << first.errors;
  EXPECT_EQ(first.output,
            "4 lines: 4 events stored, 0 repeats skipped, 0 lines rejected\n"
            "from 2026-01-31T12:00:00Z to 2026-01-31T12:00:01Z\n"
            "label winter: undo-import takes it back\n");
  EXPECT_EQ(first.errors, "");
  EXPECT_TRUE(shop.import({packed, csv})
                  .output.starts_with("4 lines: 0 events stored, 4 repeats skipped, 0 lines rejected\n"));
  EXPECT_TRUE(std::filesystem::exists(shop.folder.path() / "data" / "user.key"));
}

TEST(import_events, rejected_lines_are_shown_and_the_status_says_that_not_all_was_imported) {
  const shop_folder shop;
  std::string text = "{\"event\":\"click\",\"user\":\"u\",\"item\":1}\n";
  for (int number = 0; number < 12; ++number) text += "{\"event\":\"click\",\"user\":\"u\",\"item\":0}\n";
  const auto file = shop.write("f.ndjson", text);
  const auto mixed = shop.import({"--time", "now", file});
  EXPECT_EQ(mixed.status, 3);
  EXPECT_TRUE(mixed.output.starts_with("13 lines: 1 events stored, 0 repeats skipped, 12 lines rejected\n"));
  EXPECT_NE(mixed.errors.find(file + ":2: item: "), std::string::npos) << mixed.errors;
  EXPECT_EQ(mixed.errors.find(file + ":12: "), std::string::npos) << "only the first ten";
  EXPECT_NE(mixed.errors.find("and 2 more rejected lines"), std::string::npos);
  EXPECT_EQ(shop.import({shop.write("bad.ndjson", "{\"event\":\"clik\"}\n")}).status, 1)
      << "nothing was accepted";
  EXPECT_EQ(shop.import({shop.write("empty.csv", "")}).status, 0);
}

TEST(import_events, nothing_is_imported_when_a_file_or_the_customer_is_wrong) {
  const shop_folder shop;
  const auto good = shop.write("f.csv", three_events);
  const auto missing = shop.import({good, "/nowhere.csv"});
  EXPECT_EQ(missing.status, 1);
  EXPECT_EQ(missing.errors, "footfall: /nowhere.csv: cannot be opened: No such file or directory\n");
  const auto stranger =
      run({"import-events", "--customer", "7", "--config", shop.config, "--data-dir", shop.data, good});
  EXPECT_EQ(stranger.status, 2);
  EXPECT_EQ(stranger.errors, "footfall: --customer: found \"7\", expected one of the configuration: 00000\n");
  EXPECT_TRUE(shop.import({good}).output.starts_with(
      "3 lines: 3 events stored, 0 repeats skipped, 0 lines rejected\n"));
}

TEST(import_events, what_came_before_a_damaged_end_is_stored) {
  const shop_folder shop;
  std::string text;
  for (int number = 1; number <= 50'000; ++number)
    text +=
        "{\"event\":\"click\",\"user\":\"u\",\"time\":1769860801,\"item\":" + std::to_string(number) + "}\n";
  const auto whole = zstd(text);
  const auto damaged = shop.import({shop.write("f.zst", whole.substr(0, whole.size() - 10))});
  EXPECT_EQ(damaged.status, 1);
  EXPECT_NE(damaged.errors.find("the packed data ends too early"), std::string::npos);
  const auto again = shop.import({shop.write("f.zst", whole)});
  EXPECT_EQ(again.status, 0);
  EXPECT_EQ(again.output.find(" 0 repeats"), std::string::npos) << again.output;
  EXPECT_TRUE(
      shop.import({shop.write("f.zst", whole)})
          .output.starts_with("50000 lines: 0 events stored, 50000 repeats skipped, 0 lines rejected\n"));
}

TEST(import_events, the_demo_can_be_imported) {
  const shop_folder shop;
  const auto outcome = shop.import({std::string(source_directory) + "/config/demo/events.csv.gz"});
  EXPECT_EQ(outcome.status, 0);
  EXPECT_EQ(outcome.output,
            "52682 lines: 52682 events stored, 0 repeats skipped, 0 lines rejected\n"
            "from 2011-10-17T08:14:00Z to 2011-12-09T12:50:00Z\n" +
                outcome.output.substr(outcome.output.rfind("52682 events are from before ")));
  EXPECT_NE(outcome.output.find("older than the retention: the next purge removes them"), std::string::npos);
}

TEST(import_events, lines_that_two_files_share_count_once_as_when_they_are_imported_one_after_the_other) {
  const shop_folder shop;
  const std::string lines[] = {"click,u1,1,1,2026-01-31T12:00:00Z\n", "click,u1,1,2,2026-01-31T12:00:00Z\n",
                               "click,u1,1,2,2026-01-31T12:00:00Z\n", "click,u1,1,3,2026-01-31T12:00:00Z\n"};
  const std::string header = "event,user,itemtype,item,time\n";
  const auto older = shop.write("old.csv", header + lines[0] + lines[1] + lines[2]);
  const auto newer = shop.write("new.csv", header + lines[1] + lines[2] + lines[3]);
  EXPECT_TRUE(shop.import({older, newer, older})
                  .output.starts_with("9 lines: 4 events stored, 5 repeats skipped, 0 lines rejected\n"));
}

TEST(import_events, nothing_lands_on_today_unless_it_is_said) {
  const shop_folder shop;
  const auto csv = shop.write("f.csv", "event,user,item,ts\nclick,u,1,2026-01-31T12:00:00Z\n");
  const auto json = shop.write("f.ndjson", "{\"event\":\"click\",\"user\":\"u\",\"item\":1}\n");
  const auto refused = shop.import({csv});
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.errors.find("is it \"ts\"? --map time=ts"), std::string::npos) << refused.errors;
  EXPECT_EQ(shop.import({json}).status, 1);
  const auto mapped = shop.import({"--map", "time=ts", csv}).output;
  EXPECT_TRUE(
      mapped.starts_with("1 lines: 1 events stored, 0 repeats skipped, 0 lines rejected\n"
                         "from 2026-01-31T12:00:00Z to 2026-01-31T12:00:00Z\n"))
      << mapped;
  EXPECT_NE(mapped.find("Z-f.csv: undo-import takes it back\n"), std::string::npos) << mapped;
  EXPECT_EQ(shop.import({"--time", "now", json}).status, 0);
}

TEST(import_events, a_dry_run_reports_and_stores_nothing) {
  const shop_folder shop;
  const auto file = shop.write("f.csv", std::string(three_events) + "click,u2,1,0,2026-01-31T12:00:00Z,,\n");
  const auto tried = shop.import({"--dry-run", file});
  EXPECT_EQ(tried.status, 3);
  EXPECT_TRUE(
      tried.output.starts_with("4 lines: 3 events could be stored, 0 repeats skipped, 1 lines rejected\n"));
  EXPECT_FALSE(std::filesystem::exists(shop.data));
  EXPECT_TRUE(shop.import({file}).output.starts_with("4 lines: 3 events stored, 0 repeats skipped,"));
}

TEST(import_events, ratings_of_another_product_are_read_with_what_their_columns_mean) {
  const shop_folder shop;
  const auto file = shop.write("ratings.csv",
                               "userId,movieId,rating,timestamp,shelf\n1,296,4.5,1147880044,a\n"
                               ",306,3.5,1147868817,b\n");
  const auto done = shop.import({"--event", "rate", "--rating-scale", "5", "--map", "user=userId", "--map",
                                 "item=movieId", "--map", "time=timestamp", file});
  EXPECT_EQ(done.status, 0) << done.errors;
  EXPECT_TRUE(
      done.output.starts_with("2 lines: 2 events stored, 0 repeats skipped, 0 lines rejected\n"
                              "from 2006-05-17T12:26:57Z to 2006-05-17T15:34:04Z\n"
                              "1 lines of guests, each somebody else\n"))
      << done.output;
  EXPECT_EQ(done.errors, "columns that mean nothing to footfall: shelf\n");
}

TEST(import_events, options_that_cannot_be_meant_end_with_status_2) {
  const shop_folder shop;
  const auto file = shop.write("f.csv", three_events);
  for (const auto& wrong : std::vector<std::vector<std::string>>{{"--map", "time", file},
                                                                 {"--map", "=ts", file},
                                                                 {"--event", "clik", file},
                                                                 {"--rating-scale", "0", file},
                                                                 {"--time", "yesterday", file}})
    EXPECT_EQ(shop.import(wrong).status, 2) << testing::PrintToString(wrong);
  EXPECT_EQ(
      run({"import-events", "--customer", "00000", "--url", "http://127.0.0.1:1", "--dry-run", file}).status,
      2);
}

}  // namespace footfall::test
