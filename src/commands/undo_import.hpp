// `footfall undo-import`: takes back what came with a labelled import, while no server has the store.
#pragma once

#include "footfall/commands/command_line.hpp"

#include <string>

namespace footfall::commands {

/// The options of the command.
struct undo_options {
  std::string customer;
  std::string configuration;
  std::string data_directory;
  std::string label;
};

/// Removes the events of the import, and then the ids by which its lines would be taken for repeats. In
/// steps: interrupted or killed, the same command goes on. Prints a summary on standard output; `failed` when
/// there is nothing of this label.
[[nodiscard]] exit_status undo_import(const undo_options& options);

}  // namespace footfall::commands
