// `footfall evaluate`: how good the lists of a scenario are on a customer's own log.
#pragma once

#include "footfall/commands/command_line.hpp"

#include <cstdint>
#include <string>

namespace footfall::commands {

/// The options of `evaluate`. What is empty was not given.
struct evaluate_options {
  std::string customer;
  std::string scenario;
  std::string configuration;
  std::string data_directory;
  std::uint32_t test_days = 1;
  std::uint32_t test_hours = 0;  ///< instead of the days; 0: not given
  std::string until;             ///< a time: what came later in the log is not looked at
  std::string test_file;
  std::string event;
  std::size_t sessions = 0;  ///< 0: all
  std::string compare;
  std::string compare_configuration;
  bool json = false;
};

/// Measures and prints on standard output.
[[nodiscard]] exit_status evaluate(const evaluate_options& options);

}  // namespace footfall::commands
