// `footfall serve` and `footfall check-config`.
#pragma once

#include "footfall/commands/command_line.hpp"

#include "logging.hpp"

#include <string>
#include <vector>

namespace footfall::commands {

/// The options of `serve`. What is empty leaves the file's value.
struct serve_options {
  std::string configuration;
  std::vector<std::string> listen;
  std::string admin_listen;
  std::string data_directory;
  log_format format = log_format::text;
  std::string level = "info";
  bool core_dumps = false;  ///< a crash may leave the memory behind
};

/// Runs the server until it is told to stop.
[[nodiscard]] exit_status serve(const serve_options& options);

/// Reads and checks a configuration and says on standard output what it holds.
[[nodiscard]] exit_status check_configuration(const std::string& file);

}  // namespace footfall::commands
