// What the README says is true: its commands exist, and its example answers as printed.
#include "end_to_end/shop.hpp"
#include "support/places.hpp"
#include "support/process.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace footfall::test {
namespace {

using namespace std::chrono_literals;

const std::filesystem::path source = source_directory;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  EXPECT_TRUE(in) << file;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The lines of all blocks that are fenced with this language.
std::vector<std::string> block_lines(const std::string& text, std::string_view language) {
  std::vector<std::string> found;
  bool inside = false;
  for (const auto& line : lines_of(text)) {
    if (line.starts_with("```"))
      inside = !inside && line.substr(3) == language;
    else if (inside && !line.empty())
      found.push_back(line);
  }
  return found;
}

/// Runs the built program; its exit status must be 0.
void run_footfall(std::vector<std::string> arguments) {
  process program({.program = footfall_binary, .arguments = std::move(arguments)});
  const auto end = program.wait_for_end(60s);
  ASSERT_TRUE(end && end->status == 0) << program.standard_error();
}

TEST(readme, every_script_and_file_that_it_names_exists) {
  for (const auto& line : block_lines(text_of(source / "README.md"), "sh")) {
    std::istringstream words(line);
    for (std::string word; words >> word;) {
      if (!word.starts_with("script/") && !word.starts_with("config/")) continue;
      EXPECT_TRUE(std::filesystem::exists(source / word)) << word;
    }
  }
}

TEST(readme, the_demo_answers_as_printed) {
  const auto readme = text_of(source / "README.md");
  footfall_server_options options;
  const temporary_folder folder;
  options.data_directory = folder.path();
  options.configuration = text_of(source / "config/demo.json");
  const auto events = (source / "config/demo/events.csv.gz").string();
  run_footfall({"import-events", "--customer", "00000", "--config", (source / "config/demo.json").string(),
                "--data-dir", folder.path().string(), events});
  run_footfall({"import-items", "--customer", "00000", "--config", (source / "config/demo.json").string(),
                "--data-dir", folder.path().string(), "--map", "id=item",
                (source / "config/demo/titles.csv").string()});
  shop site(options);

  const std::string host = "http://127.0.0.1:8080";
  nlohmann::json answered;
  for (const auto& line : block_lines(readme, "sh")) {
    if (!line.starts_with("curl '")) continue;
    const auto begin = line.find(host) + host.size();
    answered = site.recommend(line.substr(begin, line.rfind('\'') - begin)).at("recommendationItems");
  }
  ASSERT_EQ(answered.size(), 3U);
  for (const auto& item : answered) {
    const auto title = item.at("attributes").at(0).at("values").at(0).get<std::string>();
    const auto row = "| " + std::to_string(item.at("relevance").get<int>()) + " | " +
                     std::to_string(item.at("itemId").get<int>()) + " | " + title + " |";
    EXPECT_NE(readme.find(row), std::string::npos) << row;
  }
}

TEST(readme, the_snippets_are_those_of_the_original_guide_with_src) {
  const auto readme = text_of(source / "README.md");
  for (const auto* line :
       {"session_start();", "$visitor_id = hash('sha256', session_id());", "CURLOPT_TIMEOUT_MS => 500,",
        "$tracking = $server.'/ebl/'.$mandator_id.'/click/'.$visitor_id.'/1/'.$product_id;",
        "echo \"<img src='$tracking' width='1' height='1'>\";",
        "var url = server + '/api/' + mandator_id + '/click/' + getSessionId() + '/1/' + product_id;",
        "if ($recommendations && isset($recommendations->recommendationResponseList)) {"})
    EXPECT_NE(readme.find(line), std::string::npos) << line;
  EXPECT_EQ(readme.find("<img href"), std::string::npos);
}

}  // namespace
}  // namespace footfall::test
