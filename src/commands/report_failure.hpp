// Failures of a command for the person in front of it.
#pragma once

#include "footfall/commands/command_line.hpp"
#include "footfall/core/failure.hpp"

namespace footfall::commands {

/// Prints the failure on standard error and returns the status that the process ends with.
[[nodiscard]] exit_status report_failure(const failure& what);

}  // namespace footfall::commands
