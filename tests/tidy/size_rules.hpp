// The rules on sizes and words that every source file keeps.
#pragma once

#include "tidy/cpp_text.hpp"
#include "tidy/source_tree.hpp"

#include <array>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {

inline constexpr std::size_t file_lines_max = 400;
inline constexpr std::size_t function_lines_max = 60;
inline constexpr std::size_t line_columns_max = 110;

/// Columns of a line of UTF-8.
inline std::size_t columns_of(std::string_view line) {
  std::size_t columns = 0;
  for (const char c : line) columns += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0U : 1U;
  return columns;
}

/// Files, functions and lines that are too long.
inline std::vector<std::string> breaches_of_size(const source_file& file) {
  std::vector<std::string> breaches;
  const auto lines = lines_of(file.text);
  if (lines.size() > file_lines_max)
    breaches.push_back(file.path + ": " + std::to_string(lines.size()) + " lines");
  for (std::size_t index = 0; index < lines.size(); ++index)
    if (columns_of(lines[index]) > line_columns_max)
      breaches.push_back(file.path + ":" + std::to_string(index + 1) + ": line of " +
                         std::to_string(columns_of(lines[index])) + " columns");
  const function_finder finder(file.text);
  for (const auto& function : finder.functions())
    if (function.lines > function_lines_max)
      breaches.push_back(file.path + ":" + std::to_string(function.first_line) + ": function of " +
                         std::to_string(function.lines) + " lines");
  return breaches;
}

/// True where `word` stands in `line` and is not a part of a longer name.
inline bool has_word(std::string_view line, std::string_view word) {
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (auto at = line.find(word); at != std::string_view::npos; at = line.find(word, at + 1)) {
    const auto end = at + word.size();
    if ((at == 0 || !is_name(line[at - 1])) && (end == line.size() || !is_name(line[end]))) return true;
  }
  return false;
}

/// Marks of unfinished work, sleeping, and macros; in tests `using namespace` is allowed everywhere.
inline std::vector<std::string> breaches_of_words(const source_file& file) {
  constexpr std::array words{"TODO",   "FIXME",     "XXX",    "HACK",   "sleep_for", "sleep_until",
                             "usleep", "nanosleep", "define", "tmpnam", "strcpy",    "sprintf"};
  std::vector<std::string> breaches;
  const auto text = blanked::out(file.text, comments::keep);
  const auto code = blanked::out(file.text, comments::blank);
  const auto lines = lines_of(text);
  const auto code_lines = lines_of(code);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    const auto place = file.path + ":" + std::to_string(index + 1) + ": ";
    for (const std::string_view word : words) {
      const bool mark = word == "TODO" || word == "FIXME" || word == "XXX" || word == "HACK";
      if (word == "define" && !code_lines[index].starts_with("#")) continue;
      if (has_word(mark ? lines[index] : code_lines[index], word))
        breaches.push_back(place + std::string(word));
    }
    // Functions are indented, namespaces are not: a directive in the first column is outside of functions.
    if (!file.path.starts_with("tests/") && code_lines[index].starts_with("using namespace"))
      breaches.push_back(place + "using namespace outside of a function");
  }
  return breaches;
}

/// True when the file begins with the header that it implements or tests: that one says what it is for.
inline bool begins_with_own_header(const source_file& file, std::string_view name) {
  if (!file.path.ends_with(".cpp") || !file.text.starts_with("#include \"")) return false;
  if (name.ends_with("_test")) name.remove_suffix(5);
  const auto line = std::string_view(file.text).substr(0, file.text.find('\n'));
  return line.ends_with("/" + std::string(name) + ".hpp\"") ||
         line == "#include \"" + std::string(name) + ".hpp\"";
}

/// How a source file begins, and what it may be called.
inline std::vector<std::string> breaches_of_form(const source_file& file) {
  std::vector<std::string> breaches;
  const auto code = blanked::out(file.text, comments::blank);
  if (file.path.ends_with(".hpp") && code.find("#pragma once") == std::string::npos)
    breaches.push_back(file.path + ": no #pragma once");
  auto name = file.path.substr(file.path.rfind('/') + 1);
  name = name.substr(0, name.rfind('.'));
  if (!file.text.starts_with("// ") && !begins_with_own_header(file, name))
    breaches.push_back(file.path + ":1: does not say what the file is for");
  for (const std::string_view word : {"util", "utils", "common", "helper", "helpers", "manager", "base"})
    if (name == word || name.ends_with("_" + std::string(word)) || name.starts_with(std::string(word) + "_"))
      breaches.push_back(file.path + ": a name that says nothing");
  for (const char c : name)
    if (std::isupper(static_cast<unsigned char>(c)) != 0) {
      breaches.push_back(file.path + ": not snake_case");
      break;
    }
  return breaches;
}

/// Line ends of any text file; files with zero bytes are no text.
inline std::vector<std::string> breaches_of_line_ends(const source_file& file) {
  std::vector<std::string> breaches;
  if (file.text.find('\0') != std::string::npos) return breaches;
  if (!file.text.empty() && !file.text.ends_with('\n'))
    breaches.push_back(file.path + ": does not end with a newline");
  if (file.text.ends_with("\n\n")) breaches.push_back(file.path + ": ends with an empty line");
  const auto lines = lines_of(file.text);
  for (std::size_t index = 0; index < lines.size(); ++index)
    if (lines[index].ends_with(' ') || lines[index].ends_with('\t') || lines[index].ends_with('\r'))
      breaches.push_back(file.path + ":" + std::to_string(index + 1) + ": blanks at the end of the line");
  return breaches;
}

}  // namespace footfall::test
