// Includes point downwards only, and the table that says so is what CMake links and the documents show.
#include "support/places.hpp"
#include "tidy/layering_rules.hpp"

#include <gtest/gtest.h>

namespace footfall::test {
namespace {

bool nothing_is_private(std::string_view) { return false; }

std::size_t breaches_in(const std::string& path, const std::string& text) {
  return breaches_of_layering({path, text}, nothing_is_private).size();
}

TEST(layering, includes_point_downwards) {
  const auto files = files_in({"include", "src"});
  const auto is_private = [](const std::string& header) {
    return std::filesystem::exists(std::filesystem::path(source_directory) / "src" / header);
  };
  std::vector<std::string> all;
  for (const auto& file : files) {
    if (!is_cpp(file.path)) continue;
    const auto found = breaches_of_layering(file, is_private);
    all.insert(all.end(), found.begin(), found.end());
  }
  EXPECT_TRUE(all.empty()) << joined(all);
}

TEST(layering, cmake_links_what_the_table_says) {
  const auto cmake = read_text(std::filesystem::path(source_directory) / "CMakeLists.txt");
  EXPECT_EQ(linked_modules(cmake).size() + 1, module_table().size());
  const auto breaches = breaches_of_linking(cmake);
  EXPECT_TRUE(breaches.empty()) << joined(breaches);
}

TEST(layering, the_architecture_document_names_the_same_modules) {
  const auto document = read_text(std::filesystem::path(source_directory) / "docs/architecture.md");
  for (const auto& row : module_table()) {
    if (row.name == "main") continue;
    const auto start = document.find("\n| `" + row.name + "` |");
    EXPECT_NE(start, std::string::npos) << row.name << " has no row in docs/architecture.md";
    if (start == std::string::npos) continue;
    const auto line = document.substr(start + 1, document.find('\n', start + 1) - start - 1);
    for (const auto& below : row.modules)
      EXPECT_NE(line.find("`" + below + "`"), std::string::npos) << row.name << " does not name " << below;
  }
}

TEST(layering, includes_upwards_and_sideways_are_found) {
  EXPECT_EQ(breaches_in("src/text/a.cpp", "#include \"footfall/core/clock.hpp\"\n"), 0u);
  EXPECT_EQ(breaches_in("src/core/a.cpp", "#include \"footfall/text/price.hpp\"\n"), 1u);
  EXPECT_EQ(breaches_in("src/http/a.cpp", "#include \"footfall/store/engines.hpp\"\n"), 1u);
  EXPECT_EQ(breaches_in("include/footfall/store/a.hpp", "#include \"footfall/http/request.hpp\"\n"), 1u);
  EXPECT_EQ(breaches_in("src/main.cpp", "#include \"footfall/server/application.hpp\"\n"), 0u);
  EXPECT_EQ(breaches_in("src/nowhere/a.cpp", ""), 1u);
}

TEST(layering, foreign_libraries_are_found) {
  EXPECT_EQ(breaches_in("src/server/a.cpp", "#include <boost/asio/io_context.hpp>\n"), 0u);
  EXPECT_EQ(breaches_in("src/api/a.cpp", "#include <boost/asio/io_context.hpp>\n"), 1u);
  EXPECT_EQ(breaches_in("src/server/a.cpp", "#include <boost/beast/http.hpp>\n"), 1u);
  EXPECT_EQ(breaches_in("src/customer/a.cpp", "#include <sqlite3.h>\n"), 1u);
  EXPECT_EQ(breaches_in("src/events/a.cpp", "#include <fmt/format.h>\n#include <vector>\n"), 0u);
  EXPECT_EQ(breaches_in("src/core/a.cpp", "#include <fmt/format.h>\n"), 1u);
  EXPECT_EQ(breaches_in("src/core/a.cpp", "#include <unknown/library.h>\n"), 1u);
  EXPECT_EQ(breaches_in("src/core/a.cpp", "// #include <unknown/library.h>\n"), 0u);
}

TEST(layering, private_headers_of_other_modules_are_found) {
  const auto everything = [](std::string_view) { return true; };
  const std::string text = "#include \"store/sqlite/schema.hpp\"\n";
  EXPECT_EQ(breaches_of_layering({"src/store/engines.cpp", text}, everything).size(), 0u);
  EXPECT_EQ(breaches_of_layering({"src/customer/a.cpp", text}, everything).size(), 1u);
  EXPECT_EQ(breaches_of_layering({"include/footfall/store/a.hpp", text}, everything).size(), 1u);
}

TEST(layering, a_changed_link_line_is_found) {
  auto cmake = read_text(std::filesystem::path(source_directory) / "CMakeLists.txt");
  const std::string line = "footfall_module(profile footfall_events)";
  const auto at = cmake.find(line);
  ASSERT_NE(at, std::string::npos);
  cmake.replace(at, line.size(), "footfall_module(profile footfall_events footfall_http)");
  EXPECT_EQ(breaches_of_linking(cmake).size(), 1u);
  cmake.replace(at, line.size(), "");
  EXPECT_GE(breaches_of_linking(cmake).size(), 1u);
}

}  // namespace
}  // namespace footfall::test
