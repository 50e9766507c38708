// Recorded sessions as the data sets have them.
#pragma once

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace footfall::benchmarks {

/// A line.
struct row {
  std::uint32_t session;
  std::uint32_t user;  // 0: nobody knows
  std::uint32_t item;
  std::int64_t time_ms;
};

/// A file that is not there.
struct file_not_read {
  std::string path;
};

/// Numbers of texts, from 0 in the order in which they come; one for all files of a set keeps them.
using text_numbers = std::unordered_map<std::string, std::uint32_t>;

inline std::uint32_t number_of(const std::string& text, text_numbers& numbers) {
  const auto next = static_cast<std::uint32_t>(numbers.size());
  return numbers.try_emplace(text, next).first->second;
}

inline row parse(const std::string& line, text_numbers& sessions, text_numbers& users) {
  std::array<std::string, 5> fields;
  std::size_t begin = 0;
  for (auto& field : fields) {
    const auto end = std::min(line.find(',', begin), line.size());
    field = line.substr(begin, end - begin);
    begin = std::min(end + 1, line.size());
  }
  return {number_of(fields[0], sessions), fields[1].empty() ? 0 : number_of(fields[1], users) + 1,
          static_cast<std::uint32_t>(std::stoul(fields[2])), std::llround(std::stod(fields[3]) * 1000)};
}

/// The rows of a file `session,user,item,ts,event`, gzip, with a header; sessions are numbered from 0 in the
/// order of the file. Throws `file_not_read`.
inline std::vector<row> read_rows(const std::filesystem::path& path, text_numbers& users) {
  const auto file = gzopen(path.c_str(), "rb");
  if (file == nullptr) throw file_not_read{path};
  std::vector<row> rows;
  text_numbers sessions;
  std::array<char, 4096> buffer{};
  bool header = true;
  while (gzgets(file, buffer.data(), static_cast<int>(buffer.size())) != nullptr) {
    std::string line(buffer.data());
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
    if (!std::exchange(header, false)) rows.push_back(parse(line, sessions, users));
  }
  gzclose(file);
  return rows;
}

inline std::vector<row> read_rows(const std::filesystem::path& path) {
  text_numbers users;
  return read_rows(path, users);
}

}  // namespace footfall::benchmarks
