// `footfall import-items`: feeds of a shop or publisher become the catalogue of a customer.
#pragma once

#include "footfall/catalog_import/read_feed.hpp"
#include "footfall/commands/command_line.hpp"

#include <CLI/CLI.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace footfall::commands {

/// The options of the command.
struct import_items_options {
  std::string customer;       ///< may be empty when nothing is stored
  std::string configuration;  ///< as `customer`
  std::string data_directory;
  std::string settings_file;                   ///< JSON of `catalog_import::read_feed_settings`
  std::string format;                          ///< empty: found by the first bytes
  std::map<std::string, std::string> columns;  ///< our field to the column that it comes from
  std::optional<catalog_import::import_mode> mode;
  bool dry_run = false;
  bool json_report = false;  ///< what comes of it as JSON instead of text
  bool allow_shrink = false;
  std::string items_out, refused_out, warned_out;  ///< files; `-`: standard output; empty: nowhere
  std::vector<std::string> files;
};

/// Reads the feeds, prints what they hold and what of them is refused, and makes them the catalogue unless it
/// is a dry run or one of them is refused as a whole.
[[nodiscard]] exit_status import_items(const import_items_options& options);

/// Adds the command to the command line.
void add_import_items(CLI::App& root, const std::string& data_directory,
                      std::function<exit_status()>& chosen);

}  // namespace footfall::commands
