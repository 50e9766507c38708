// The command line: `footfall serve | check-config | import-events`.
#pragma once

namespace footfall::commands {

/// Exit status of the process.
enum exit_status : int {
  success = 0,
  failed = 1,  ///< it was tried and went wrong
  usage = 2,   ///< the command line or the configuration is wrong
  partly = 3   ///< an import: some lines were rejected
};

/// Reads the arguments, runs the command, reports failures on standard error.
[[nodiscard]] int run(int argument_count, const char* const* arguments);

}  // namespace footfall::commands
