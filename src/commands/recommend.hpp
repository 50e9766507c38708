// `footfall recommend`: what a running server recommends to a user, as a table.
#pragma once

#include "footfall/commands/command_line.hpp"

#include "footfall/core/failure.hpp"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::commands {

/// The options of the command.
struct recommend_options {
  std::string customer{};
  std::string user{};
  std::string scenario{};
  std::string configuration{};  ///< names the server, and the customer's licence key; empty: `url` does
  std::string url{};            ///< of a running server
  std::string license_key{};    ///< empty: that of the configuration
  std::string context{};        ///< as the parameter `contextitems`
  std::uint32_t count = 10;
  bool explain = false;
  std::vector<std::string> parameters{};  ///< further ones of the request, `NAME=VALUE`
};

/// The table of an answer of v2, with its explanation where it has one. Errors: `io_failed` when it is not an
/// answer.
[[nodiscard]] result<std::string> recommendation_table(std::string_view answer);

/// Asks the server and prints on standard output.
[[nodiscard]] exit_status show_recommendations(recommend_options options);

/// Adds the command to the command line.
void add_recommend(CLI::App& root, std::function<exit_status()>& chosen);

}  // namespace footfall::commands
