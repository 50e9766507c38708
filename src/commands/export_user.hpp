// `footfall export-user`: all that is known of a user.
#pragma once

#include "footfall/commands/command_line.hpp"
#include "footfall/core/failure.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <string>

namespace footfall::commands {

/// The options of `export-user`.
struct export_user_options {
  std::string customer;
  std::string user;
  std::string configuration;
  std::string data_directory;
};

/// The JSON that `GET .../user/{id}/export` answers, from the files alone: a server may run meanwhile or not.
/// Errors: `not_found` when nothing is known of the user; those of the configuration, the key and the store.
[[nodiscard]] result<std::string> exported_user(const export_user_options& options);

/// Adds the command, which sets `chosen`.
void add_export_user(CLI::App& root, const std::string& data_directory, std::function<exit_status()>& chosen);

}  // namespace footfall::commands
