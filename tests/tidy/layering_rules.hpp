// Which module may include what. The table is the same as that of docs/architecture.md; a test compares it
// with the link lines of CMakeLists.txt, so that the three cannot drift apart.
#pragma once

#include "tidy/cpp_text.hpp"
#include "tidy/source_tree.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {

/// One module: what stands directly below it.
struct module_row {
  std::string name;
  std::set<std::string> modules;          ///< linked directly; what these link may be used too
  std::set<std::string> libraries;        ///< third party, as CMake calls them
  std::set<std::string> further_headers;  ///< of header-only libraries that CMake does not name one by one
};

inline const std::vector<module_row>& module_table() {
  static const std::vector<module_row> table{
      {"core", {}, {"Boost::headers"}, {}},
      {"tasks", {"core"}, {}, {}},
      {"state", {"core"}, {"PkgConfig::xxhash", "fmt::fmt"}, {}},
      {"text", {"core"}, {"fmt::fmt", "cctz::cctz"}, {}},
      {"identity", {"core"}, {"PkgConfig::sodium", "OpenSSL::Crypto", "fmt::fmt"}, {}},
      {"events", {"text", "identity"}, {}, {}},
      {"http", {"text"}, {"fmt::fmt"}, {"boost/beast/"}},
      {"traffic", {"text"}, {"PkgConfig::re2", "fmt::fmt"}, {}},
      {"outbound",
       {"traffic"},
       {"OpenSSL::SSL", "fmt::fmt"},
       {"boost/beast/", "openssl/", "sys/socket.h", "netinet/", "netdb.h"}},
      {"store", {"events"}, {"PkgConfig::sqlite", "PkgConfig::xxhash", "spdlog::spdlog"}, {}},
      {"catalog", {"text"}, {"PkgConfig::utf8proc", "nlohmann_json::nlohmann_json"}, {}},
      {"catalog_import",
       {"catalog"},
       {"PkgConfig::expat", "PkgConfig::archive", "PkgConfig::utf8proc", "PkgConfig::re2",
        "nlohmann_json::nlohmann_json", "fmt::fmt"},
       {}},
      {"profile", {"events"}, {}, {}},
      {"model", {"catalog", "profile", "events"}, {"Threads::Threads"}, {}},
      {"recommend", {"model", "profile", "catalog"}, {}, {}},
      {"evaluation", {"recommend"}, {}, {}},
      {"customer", {"evaluation", "tasks", "store", "traffic", "state"}, {"spdlog::spdlog"}, {}},
      {"feeds",
       {"customer", "catalog_import", "outbound"},
       {"PkgConfig::xxhash", "nlohmann_json::nlohmann_json", "spdlog::spdlog", "fmt::fmt"},
       {}},
      {"settings", {"feeds"}, {"nlohmann_json::nlohmann_json"}, {}},
      {"api",
       {"settings", "http"},
       {"nlohmann_json::nlohmann_json", "prometheus-cpp::core", "spdlog::spdlog"},
       {}},
      {"server",
       {"api"},
       {"OpenSSL::SSL", "PkgConfig::systemd", "spdlog::spdlog", "Threads::Threads"},
       {"boost/asio", "openssl/", "sys/socket.h", "netinet/", "netdb.h"}},
      {"commands",  // an HTTP client, too: import-events --url
       {"server"},
       {"CLI11::CLI11", "ZLIB::ZLIB", "PkgConfig::zstd", "PkgConfig::sodium", "nlohmann_json::nlohmann_json",
        "spdlog::spdlog"},
       {"boost/asio", "boost/beast/"}},
      {"main", {"commands"}, {}, {}},
  };
  return table;
}

/// How the headers of a library begin, and whether all modules above the one that links it may use it too.
struct library_headers {
  std::string_view prefix;
  std::string_view library;
  bool everywhere_above = false;
};

inline constexpr std::array known_headers{
    library_headers{"boost/system/", "Boost::headers", true},
    library_headers{"boost/smart_ptr/", "Boost::headers", true},
    library_headers{"boost/assert/", "Boost::headers", true},
    library_headers{"boost/unordered/", "Boost::headers", true},
    library_headers{"boost/container/", "Boost::headers", true},
    library_headers{"fmt/", "fmt::fmt", true},
    library_headers{"cctz/", "cctz::cctz"},
    library_headers{"sodium", "PkgConfig::sodium"},
    library_headers{"openssl/", "OpenSSL::Crypto"},
    library_headers{"sqlite3.h", "PkgConfig::sqlite"},
    library_headers{"spdlog/", "spdlog::spdlog"},
    library_headers{"nlohmann/", "nlohmann_json::nlohmann_json"},
    library_headers{"prometheus/", "prometheus-cpp::core"},
    library_headers{"systemd/", "PkgConfig::systemd"},
    library_headers{"CLI/", "CLI11::CLI11"},
    library_headers{"re2/", "PkgConfig::re2"},
    library_headers{"zlib.h", "ZLIB::ZLIB"},
    library_headers{"zstd", "PkgConfig::zstd"},
    library_headers{"xxhash.h", "PkgConfig::xxhash"},
    library_headers{"expat.h", "PkgConfig::expat"},
    library_headers{"archive.h", "PkgConfig::archive"},
    library_headers{"archive_entry.h", "PkgConfig::archive"},
    library_headers{"utf8proc.h", "PkgConfig::utf8proc"},
};

/// Headers of the operating system that any module may use; sockets are in `further_headers`.
inline constexpr std::array<std::string_view, 20> system_headers{
    "limits.h",    "poll.h",         "arpa/inet.h", "fcntl.h",     "pthread.h",  "sched.h", "signal.h",
    "stdlib.h",    "string.h",       "malloc.h",    "strings.h",   "sys/file.h", "iconv.h", "sys/mman.h",
    "sys/prctl.h", "sys/resource.h", "sys/stat.h",  "sys/types.h", "time.h",     "unistd.h"};

inline const module_row* find_module(std::string_view name) {
  for (const auto& row : module_table())
    if (row.name == name) return &row;
  return nullptr;
}

/// A module and everything below it.
inline std::set<std::string> reach_of(const std::string& name) {
  std::set<std::string> reached{name};
  for (const auto& below : find_module(name)->modules) reached.merge(reach_of(below));
  return reached;
}

/// `src/store/engines.cpp` and `include/footfall/store/engines.hpp` belong to `store`, `src/main.cpp` to
/// `main`.
inline std::string module_of(std::string_view path) {
  for (const std::string_view top : {"include/footfall/", "src/"})
    if (path.starts_with(top)) path.remove_prefix(top.size());
  return std::string(path.substr(0, std::min(path.find('/'), path.find('.'))));
}

struct include_line {
  std::string header;
  bool quoted;
};

inline std::vector<include_line> includes_of(const source_file& file) {
  std::vector<include_line> found;
  const auto code = blanked::out(file.text, comments::blank);
  const auto lines = lines_of(file.text);
  const auto code_lines = lines_of(code);
  for (std::size_t index = 0; index < lines.size(); ++index) {
    if (!code_lines[index].starts_with("#include")) continue;
    const auto open = lines[index].find_first_of("<\"");
    if (open == std::string_view::npos) continue;
    const auto close = lines[index].find_first_of(">\"", open + 1);
    found.push_back(
        {std::string(lines[index].substr(open + 1, close - open - 1)), lines[index][open] == '"'});
  }
  return found;
}

/// Why `module` may not include the third-party or system header; empty when it may.
inline std::string reason_against(const module_row& module, const std::string& header) {
  const bool standard = header.find_first_of("./") == std::string::npos;
  if (standard && header != "sodium") return {};
  if (std::find(system_headers.begin(), system_headers.end(), header) != system_headers.end()) return {};
  for (const auto& prefix : module.further_headers)
    if (header.starts_with(prefix)) return {};
  for (const auto& known : known_headers) {
    if (!header.starts_with(known.prefix)) continue;
    const std::string library(known.library);
    if (module.libraries.contains(library)) return {};
    for (const auto& below : reach_of(module.name))
      if (known.everywhere_above && find_module(below)->libraries.contains(library)) return {};
    return module.name + " may not use " + library;
  }
  return "not a header that " + module.name + " may use";
}

/// Includes that point upwards, sideways, into another module's private headers, or to a foreign library.
/// `is_private` tells whether a path below `src` exists.
template <class Exists>
std::vector<std::string> breaches_of_layering(const source_file& file, const Exists& is_private) {
  std::vector<std::string> breaches;
  const auto name = module_of(file.path);
  const auto* row = find_module(name);
  if (row == nullptr) return {file.path + ": no module " + name + " in the table"};
  const auto reached = reach_of(name);
  for (const auto& [header, quoted] : includes_of(file)) {
    const auto place = file.path + ": " + header + ": ";
    if (!quoted) {
      if (const auto reason = reason_against(*row, header); !reason.empty())
        breaches.push_back(place + reason);
    } else if (header.starts_with("footfall/")) {
      const auto target = module_of("include/" + header);
      if (!reached.contains(target)) breaches.push_back(place + name + " is not above " + target);
    } else if (file.path.starts_with("include/")) {
      breaches.push_back(place + "a private header in a public one");
    } else if (is_private(header) && module_of("src/" + header) != name) {
      breaches.push_back(place + "a private header of another module");
    }
  }
  return breaches;
}

/// The `footfall_module(name ...)` lines of CMakeLists.txt as rows.
inline std::vector<module_row> linked_modules(std::string_view cmake) {
  std::vector<module_row> rows;
  constexpr std::string_view call = "\nfootfall_module(";
  for (auto at = cmake.find(call); at != std::string_view::npos; at = cmake.find(call, at + 1)) {
    const auto start = at + call.size();
    std::istringstream words{std::string(cmake.substr(start, cmake.find(')', start) - start))};
    module_row row;
    words >> row.name;
    constexpr std::string_view own = "footfall_";
    for (std::string word; words >> word;) {
      if (word.starts_with(own))
        row.modules.insert(word.substr(own.size()));
      else
        row.libraries.insert(word);
    }
    rows.push_back(row);
  }
  return rows;
}

/// Differences between the table and the link lines.
inline std::vector<std::string> breaches_of_linking(std::string_view cmake) {
  std::vector<std::string> breaches;
  std::set<std::string> linked{"main"};
  for (const auto& row : linked_modules(cmake)) {
    linked.insert(row.name);
    const auto* wanted = find_module(row.name);
    if (wanted == nullptr || wanted->modules != row.modules || wanted->libraries != row.libraries)
      breaches.push_back(row.name + ": CMakeLists.txt links something else than the table says");
  }
  for (const auto& row : module_table())
    if (!linked.contains(row.name)) breaches.push_back(row.name + ": not in CMakeLists.txt");
  return breaches;
}

}  // namespace footfall::test
