// Sizes, words and line ends of all files are within the rules, and the rules can be broken.
#include "tidy/size_rules.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace footfall::test {
namespace {

using rule = std::function<std::vector<std::string>(const source_file&)>;

std::vector<std::string> breaches_in(const std::vector<source_file>& files, const rule& check) {
  std::vector<std::string> all;
  for (const auto& file : files) {
    const auto found = check(file);
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

std::vector<source_file> cpp_files() {
  auto files = files_in({"include", "src", "tests"});
  std::erase_if(files, [](const source_file& file) { return !is_cpp(file.path); });
  return files;
}

std::string repeated(std::string_view text, std::size_t times) {
  std::string result;
  for (std::size_t count = 0; count < times; ++count) result.append(text);
  return result;
}

TEST(size, there_are_files_to_check) { EXPECT_GT(cpp_files().size(), 50u); }

TEST(size, files_functions_and_lines_are_short) {
  const auto breaches = breaches_in(cpp_files(), breaches_of_size);
  EXPECT_TRUE(breaches.empty()) << joined(breaches);
}

TEST(size, no_banned_words) {
  const auto breaches = breaches_in(cpp_files(), breaches_of_words);
  EXPECT_TRUE(breaches.empty()) << joined(breaches);
}

TEST(size, files_say_what_they_are_for_and_have_telling_names) {
  const auto breaches = breaches_in(cpp_files(), breaches_of_form);
  EXPECT_TRUE(breaches.empty()) << joined(breaches);
}

TEST(size, text_files_end_with_a_newline_and_lines_without_blanks) {
  auto files = files_in({"CMakeLists.txt", "README.md", ".gitignore", ".clang-format", ".ci", "config",
                         "docs", "include", "script", "src", "tests"});
  std::erase_if(files, [](const source_file& file) {
    return file.path.starts_with("tests/fuzz/corpus/") || file.path.ends_with(".gz") ||
           file.path.starts_with("tests/catalog_import/samples/");  // as shops write them
  });
  const auto breaches = breaches_in(files, breaches_of_line_ends);
  EXPECT_TRUE(breaches.empty()) << joined(breaches);
}

TEST(size, a_long_file_is_found) {
  EXPECT_EQ(breaches_of_size({"a.cpp", repeated("int a;\n", 400)}).size(), 0u);
  EXPECT_EQ(breaches_of_size({"a.cpp", repeated("int a;\n", 401)}).size(), 1u);
}

TEST(size, a_long_line_is_found_and_counted_in_letters) {
  EXPECT_EQ(breaches_of_size({"a.cpp", "//" + repeated("é", 108) + "\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_size({"a.cpp", "//" + repeated("é", 109) + "\n"}).size(), 1u);
}

TEST(size, long_functions_are_found_wherever_they_stand) {
  const auto body =
      "{\n" + repeated("  if (a) { b(); }\n", 59) + "}\n";  // 61 lines with the first one's head
  const auto short_body = "{\n" + repeated("  b();\n", 58) + "}\n";
  const std::vector<std::string> heads{
      "int f() ",
      "int f(int a = 1, b c = {}) ",
      "const auto f = [](int a) ",
      "namespace a::b { struct c { int f(struct d e) const noexcept ",
      "namespace { template <class t> auto f(t a = {}) -> int ",
      "a::a(int b) : c_(b), d_{b} ",
      "extern \"C\" int f(char '}') ",
      "TEST(a, b_is_c) ",
      "#define x {\nbool operator==(a, b) ",
  };
  for (const auto& head : heads) {
    EXPECT_EQ(breaches_of_size({"a.cpp", head + body}).size(), 1u) << head;
    EXPECT_EQ(breaches_of_size({"a.cpp", head + short_body}).size(), 0u) << head;
  }
}

TEST(size, tables_and_types_may_be_longer_than_functions) {
  const auto rows = repeated("  {1, \"}\", f('{')},\n", 100);
  EXPECT_EQ(breaches_of_size({"a.cpp", "constexpr row rows[] = {\n" + rows + "};\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_size({"a.cpp", "auto rows = to_array<row>({\n" + rows + "});\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_size({"a.cpp", "struct a {\n" + repeated("  int b() { return 1; }\n", 100) + "};\n"})
                .size(),
            0u);
  EXPECT_EQ(breaches_of_size({"a.cpp", "namespace a {\n" + repeated("int b = 1'000;\n", 100) + "}\n"}).size(),
            0u);
}

TEST(size, banned_words_are_found_outside_of_literals) {
  EXPECT_EQ(breaches_of_words({"src/a.cpp", "// TODO later\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_words({"src/a.cpp", "f();  // FIXME\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_words({"src/a.cpp", "std::this_thread::sleep_for(1s);\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_words({"src/a.cpp", "#define A 1\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_words({"src/a.cpp", "using namespace std;\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_words({"tests/a.cpp", "using namespace std;\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_words({"src/a.cpp", "  using namespace std;  // we never sleep_for\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_words({"src/a.cpp", "auto a = \"TODO\"; auto TODOS = R\"x(FIXME)x\";\n"}).size(), 0u);
}

TEST(size, missing_purpose_pragma_and_empty_names_are_found) {
  EXPECT_EQ(breaches_of_form({"src/a.hpp", "// What it is.\n#pragma once\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_form({"src/a.hpp", "#pragma once\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_form({"src/a.hpp", "// What it is.\n// #pragma once\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_form({"src/a/b.cpp", "#include \"footfall/a/b.hpp\"\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_form({"tests/a/b_test.cpp", "#include \"a/b.hpp\"\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_form({"src/a/b.cpp", "#include \"footfall/a/c.hpp\"\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_form({"src/text_utils.cpp", "// What it is.\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_form({"src/eventLog.cpp", "// What it is.\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_form({"src/database.cpp", "// What it is.\n"}).size(), 0u);
}

TEST(size, wrong_line_ends_are_found) {
  EXPECT_EQ(breaches_of_line_ends({"a.md", "a\n"}).size(), 0u);
  EXPECT_EQ(breaches_of_line_ends({"a.md", "a"}).size(), 1u);
  EXPECT_EQ(breaches_of_line_ends({"a.md", "a\n\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_line_ends({"a.md", "a \nb\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_line_ends({"a.md", "a\r\n"}).size(), 1u);
  EXPECT_EQ(breaches_of_line_ends({"a.gif", std::string("a\0b", 3)}).size(), 0u);
}

}  // namespace
}  // namespace footfall::test
