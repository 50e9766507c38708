// The files of the repository as the tidy tests see them.
#pragma once

#include "support/places.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {

/// A file with its path from the top of the repository.
struct source_file {
  std::string path;
  std::string text;
};

inline std::string read_text(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

inline bool is_cpp(std::string_view path) { return path.ends_with(".cpp") || path.ends_with(".hpp"); }

/// All files in `folders` (or files) of the repository, in order of their paths. What is built, downloaded or
/// written at run time is not part of it.
inline std::vector<source_file> files_in(const std::vector<std::string>& folders) {
  const std::filesystem::path top = source_directory;
  std::vector<source_file> found;
  const auto add = [&](const std::filesystem::path& file) {
    found.push_back({std::filesystem::relative(file, top).generic_string(), read_text(file)});
  };
  for (const auto& folder : folders) {
    if (std::filesystem::is_regular_file(top / folder)) add(top / folder);
    if (!std::filesystem::is_directory(top / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(top / folder))
      if (entry.is_regular_file()) add(entry.path());
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  return found;
}

inline std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
  }
  return lines;
}

/// All breaches as one text for an expectation's message.
inline std::string joined(const std::vector<std::string>& breaches) {
  std::string text;
  for (const auto& breach : breaches) text.append("  ").append(breach).append("\n");
  return text;
}

}  // namespace footfall::test
