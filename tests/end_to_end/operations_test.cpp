// The commands of docs/operations.md do what it says.
#include "end_to_end/shop.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <vector>

namespace footfall::test {
namespace {

/// The lines of the fenced blocks of a section, in their order.
std::vector<std::string> commands_of(const std::string& heading) {
  std::ifstream page(std::filesystem::path(source_directory) / "docs/operations.md");
  std::vector<std::string> commands;
  bool in_section = false;
  bool in_block = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("##")) in_section = line == heading;
    if (line.starts_with("```"))
      in_block = !in_block;
    else if (in_section && in_block)
      commands.push_back(line);
  }
  return commands;
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
}

/// Runs a command as in a shell, with the folders of the test.
void run(std::string command, const std::filesystem::path& data, const std::filesystem::path& backup) {
  replace_all(command, "/var/lib/footfall", data.string());
  replace_all(command, "/backup", backup.string());
  replace_all(command, "$(date +%F)", "2026-01-31");  // the day must not change in between
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
}

TEST(operations, a_backup_made_while_the_server_runs_is_restored) {
  const auto commands = commands_of("### Backup");
  const auto stop = std::ranges::find(commands, "systemctl stop footfall");
  const auto start = std::ranges::find(commands, "systemctl start footfall");
  ASSERT_NE(stop, commands.end());
  ASSERT_NE(start, commands.end());
  const temporary_folder backup;
  shop site;
  const auto& data = site.server.data_directory();
  site.track("/api/00000/buy/anna/1/7");
  for (auto each = commands.begin(); each != stop; ++each) run(*each, data, backup.path());
  site.track("/api/00000/buy/anna/1/8");
  EXPECT_EQ(site.server.stop(), 0);
  for (auto each = std::next(stop); each != start; ++each) run(*each, data, backup.path());
  site.start_again();
  const auto answer = site.recommend("/api/v2/00000/anna/also_bought.json?contextitems=OWNS");
  ASSERT_EQ(answer.at("contextItems").size(), 1U) << "what came after the backup is not in it";
  EXPECT_EQ(answer.at("contextItems").at(0).at("itemId"), 7);
  EXPECT_EQ(site.track("/api/00000/buy/anna/1/9"), 200);
}

std::size_t memory_of(shop& site, const std::string& part) {
  const auto figures = site.admin().get("/metrics").body;
  const auto name = "\nfootfall_memory_bytes{part=\"" + part + "\"} ";
  const auto at = figures.find(name);
  if (at == std::string::npos) throw std::runtime_error("no part " + part + " in " + figures);
  return static_cast<std::size_t>(std::stod(figures.substr(at + name.size())));
}

TEST(operations, the_memory_of_items_of_attributes_and_of_connections_is_told_apart) {
  const http_fields license{{"Authorization", "Basic MDAwMDA6Njc4OTAtMTIzNC01Njc4LTkwMTIzLTQ1Njc="}};
  shop site;
  const auto text = std::string(50'000, 'x');
  const auto item = R"({"type":1,"id":1,"description":")" + text + R"("})";
  ASSERT_LT(site.visitor().request("POST", "/api/00000/item", item, license).status, 300);
  EXPECT_GT(memory_of(site, "catalogues"), text.size());
  const auto user =
      R"({"users":[{"id":"anna","attributes":[{"key":"city","value":")" + std::string(200, 'x') + R"("}]}]})";
  ASSERT_EQ(site.visitor().request("POST", "/api/00000/crm/user", user, license).status, 200);
  EXPECT_GT(memory_of(site, "user_attributes"), 200U);
  const auto before = memory_of(site, "connections");
  std::vector<http_client> crowd;
  for (int count = 0; count < 20; ++count) {
    crowd.push_back(site.server.client());
    EXPECT_EQ(crowd.back().get("/api/00000/click/anna/1/1").status, 200);
  }
  EXPECT_GE(memory_of(site, "connections"), before + 20 * 4096);
}

}  // namespace
}  // namespace footfall::test
