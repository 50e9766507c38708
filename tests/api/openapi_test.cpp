// The description of the interface and the table of routes say the same.
#include "api/admin/openapi_document.hpp"
#include "footfall/api/routes.hpp"

#include "api/test_shop.hpp"
#include "support/places.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <string>

namespace footfall::test {
namespace {

using operations = std::set<std::string>;  // "GET /path"

/// The lines of the document in the form that it is written in: paths with two spaces in front, methods with
/// four.
operations described_operations(std::string_view document) {
  operations found;
  std::istringstream lines{std::string(document)};
  std::string line, path;
  bool in_paths = false;
  while (std::getline(lines, line)) {
    if (!line.empty() && line[0] != ' ' && line[0] != '#') in_paths = line == "paths:";
    if (!in_paths) continue;
    if (line.starts_with("  /")) path = line.substr(2, line.rfind(':') - 2);
    for (std::string_view method : {"get", "post", "put", "patch", "delete", "head", "options"}) {
      if (line != "    " + std::string(method) + ":") continue;
      std::string name(method);
      std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::toupper(c); });
      found.insert(name + " " + path);
    }
  }
  return found;
}

operations known_operations() {
  operations known;
  for (const auto& row : api::routes())
    known.insert(std::string(name_of(row.method)) + " " + std::string(row.path));
  return known;
}

TEST(openapi, every_route_is_described) {
  const auto described = described_operations(api::openapi_document());
  for (const auto& operation : known_operations())
    EXPECT_TRUE(described.contains(operation)) << "docs/openapi.yaml lacks " << operation;
}

TEST(openapi, everything_that_is_described_is_a_route) {
  const auto known = known_operations();
  for (const auto& operation : described_operations(api::openapi_document()))
    EXPECT_TRUE(known.contains(operation)) << "docs/openapi.yaml has " << operation << ", which is no route";
}

TEST(openapi, the_reader_of_this_test_sees_paths_and_methods_only) {
  EXPECT_EQ(
      described_operations("paths:\n  /a/{b}:\n    get:\n      get:\n    parameters:\n  /c:\n    delete:\n"
                           "components:\n  /d:\n    get:\n"),
      (operations{"GET /a/{b}", "DELETE /c"}));
}

TEST(openapi, names_that_are_referred_to_exist) {
  const std::string document(api::openapi_document());
  std::size_t count = 0;
  constexpr std::string_view begin = "'#/components/";
  for (auto at = document.find(begin); at != document.npos; at = document.find(begin, at + 1), ++count) {
    const auto from = at + begin.size();
    const auto reference = document.substr(from, document.find('\'', from) - from);
    const auto section = document.find("\n  " + reference.substr(0, reference.find('/')) + ":\n",
                                       document.find("\ncomponents:\n"));
    ASSERT_NE(section, document.npos) << reference;
    EXPECT_NE(document.find("\n    " + reference.substr(reference.find('/') + 1) + ":\n", section),
              document.npos)
        << reference;
  }
  EXPECT_GT(count, 20U);
}

TEST(openapi, the_binary_holds_the_file_as_it_is) {
  std::ifstream file(std::string(source_directory) + "/docs/openapi.yaml", std::ios::binary);
  EXPECT_EQ(api::openapi_document(), std::string(std::istreambuf_iterator<char>(file), {}));
}

TEST(openapi, the_document_is_served_on_the_admin_listener) {
  test_shop shop;
  const auto answer = shop.admin(http::method::get, "/openapi.yaml");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.content_type, "application/yaml");
  EXPECT_EQ(answer.body, api::openapi_document());
  EXPECT_EQ(shop.get("/openapi.yaml").status, 404);
}

}  // namespace
}  // namespace footfall::test
