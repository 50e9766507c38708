// Every sample feed gives exactly the items, refusals and warnings that stand beside it.
#include "footfall/catalog_import/read_feed.hpp"
#include "footfall/catalog_import/read_settings.hpp"

#include "support/places.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace footfall::catalog_import {
namespace {

using nlohmann::json;

std::string sample_path(const std::string& name) {
  return fmt::format("{}/tests/catalog_import/samples/{}", test::source_directory, name);
}

std::string read_sample(const std::string& name) {
  std::ifstream file(sample_path(name), std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<json> cases() { return json::parse(read_sample("cases.json")).get<std::vector<json>>(); }

std::string name_of_case(const json& row) {
  const auto file = row["file"].get<std::string>();
  return row.contains("case") ? file + "#" + row["case"].get<std::string>() : file;
}

feed_contents read_case(const json& row) {
  auto options = row.value("options", json::object());
  if (row.contains("job")) options["job"] = json::parse(read_sample(row["job"].get<std::string>()));
  feed_settings defaults;
  defaults.time_zone = "Europe/Berlin";
  defaults.base_url = "https://shop.example/";
  const auto settings = read_feed_settings(options.dump(), defaults);
  EXPECT_TRUE(settings) << settings.error().detail();
  return read_feed(read_sample(row["file"].get<std::string>()), *settings);
}

std::string remark_line(const remark& each) { return each.place + "\t" + each.field + "\t" + each.reason; }

// Lines of a table of the samples for one case.
std::multiset<std::string> lines_of(const std::string& table, const std::string& name) {
  std::multiset<std::string> lines;
  std::istringstream rows(read_sample(table));
  for (std::string row; std::getline(rows, row);)
    if (row.rfind(name + "\t", 0) == 0) lines.insert(row.substr(name.size() + 1));
  return lines;
}

std::vector<std::string> expected_items(const std::string& name) {
  std::vector<std::string> items;
  std::istringstream rows(read_sample("expected.ndjson"));
  for (std::string row; std::getline(rows, row);) {
    const auto expected = json::parse(row);
    if (expected["file"] == name) items.push_back(expected["item"].dump());
  }
  return items;
}

class sample_feed : public testing::TestWithParam<json> {};

TEST_P(sample_feed, gives_exactly_the_expected_items) {
  const auto read = read_case(GetParam());
  std::vector<std::string> items;
  if (!read.report.verdict)
    for (const auto& item : read.items) {
      std::string text;
      catalog::append_json(text, item);
      items.push_back(json::parse(text).dump());
    }
  const auto expected = expected_items(name_of_case(GetParam()));
  for (std::size_t index = 0; index < std::max(items.size(), expected.size()); ++index)
    EXPECT_EQ(index < items.size() ? items[index] : "", index < expected.size() ? expected[index] : "");
}

TEST_P(sample_feed, refuses_exactly_what_must_be_refused) {
  const auto read = read_case(GetParam());
  std::multiset<std::string> refused;
  if (read.report.verdict)
    refused.insert(remark_line(*read.report.verdict));
  else
    for (const auto& each : read.report.refusals) refused.insert(remark_line(each));
  EXPECT_EQ(refused, lines_of("refused.tsv", name_of_case(GetParam())));
}

TEST_P(sample_feed, warns_of_exactly_what_it_leaves_out) {
  const auto read = read_case(GetParam());
  if (read.report.verdict || GetParam().contains("case")) return;
  std::multiset<std::string> warned;
  for (const auto& each : read.report.warnings) warned.insert(remark_line(each));
  EXPECT_EQ(warned, lines_of("warned.tsv", name_of_case(GetParam())));
}

INSTANTIATE_TEST_SUITE_P(all, sample_feed, testing::ValuesIn(cases()), [](const auto& row) {
  auto name = name_of_case(row.param);
  for (auto& byte : name)
    if (!std::isalnum(static_cast<unsigned char>(byte))) byte = '_';
  return name;
});

}  // namespace
}  // namespace footfall::catalog_import
