// `footfall import-events`: brings events from files into the store or to a running server.
#pragma once

#include "footfall/commands/command_line.hpp"

#include "import_formats.hpp"

#include <optional>
#include <string>
#include <vector>

namespace footfall::commands {

/// The options of the command.
struct import_options {
  std::string customer;
  std::optional<std::string> configuration;  ///< direct mode: into the store
  std::string data_directory;
  std::optional<std::string> url;  ///< to a running server; then the two above do not count
  std::string license_key;
  std::vector<std::string> files;                   ///< `-`: standard input
  import_format format = import_format::automatic;  ///< of each file
  line_rules rules;
  std::string label;     ///< of the import; empty: made from the time and the first file
  bool dry_run = false;  ///< read and check, store nothing
};

/// Imports the files and prints a summary on standard output, the first reasons of rejected lines and the
/// progress on standard error. `partly` when lines were rejected, `failed` when nothing could be imported of
/// what the files hold.
[[nodiscard]] exit_status import_events(const import_options& options);

}  // namespace footfall::commands
