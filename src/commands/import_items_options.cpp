// The options of `footfall import-items`.
#include "import_items.hpp"

#include <fmt/format.h>

#include <memory>
#include <string_view>

namespace footfall::commands {

namespace {

using catalog_import::import_mode;

void add_sources(CLI::App& command, import_items_options& options, const std::string& data_directory) {
  command.add_option("--customer", options.customer, "Id of the customer that the items belong to")
      ->envname("FOOTFALL_CUSTOMER")
      ->type_name("ID");
  command.add_option("-c,--config", options.configuration, "Configuration file (JSON, comments allowed)")
      ->envname("FOOTFALL_CONFIG")
      ->type_name("FILE");
  options.data_directory = data_directory;
  command
      .add_option("--data-dir", options.data_directory,
                  "Folder of the event store; default: $STATE_DIRECTORY, else `data`")
      ->envname("FOOTFALL_DATA_DIR")
      ->type_name("DIR");
  command
      .add_option("FILE", options.files,
                  "Feeds to import; - is standard input. Plain, gzip, zstd or zip; XML, JSON or tables")
      ->required()
      ->type_name("");
}

void add_reading(CLI::App& command, import_items_options& options) {
  std::vector<std::string> names;
  for (const auto name : catalog_import::format_names()) names.emplace_back(name);
  command
      .add_option("--format", options.format,
                  fmt::format("What the files are; default: found by their first bytes. One of {}",
                              fmt::join(names, ", ")))
      ->type_name("FORMAT")
      ->check(CLI::IsMember(names).description(""));
  command
      .add_option_function<std::vector<std::string>>(
          "--map",
          [&options](const std::vector<std::string>& pairs) {
            for (const auto& pair : pairs) {
              const auto sign = pair.find('=');
              if (sign == std::string::npos || sign == 0)
                throw CLI::ValidationError("--map", "found \"" + pair + "\", expected FIELD=COLUMN");
              options.columns[pair.substr(0, sign)] = pair.substr(sign + 1);
            }
          },
          "Column that a field comes from, as in --map id=Artikel; several times")
      ->type_name("FIELD=COLUMN")
      ->allow_extra_args(false);
  command
      .add_option("--settings", options.settings_file,
                  "JSON file with how the feed is read: currency, time_zone, base_url, variants ...")
      ->type_name("FILE");
}

void add_outcome(CLI::App& command, import_items_options& options) {
  const std::map<std::string, import_mode> modes{{"full", import_mode::full},
                                                 {"update", import_mode::update}};
  command
      .add_option_function<import_mode>(
          "--mode", [&options](const import_mode& mode) { options.mode = mode; },
          "full: the files are the catalogue of their item types; update: they add to it. Default: update "
          "for "
          "feeds of publishers, else full")
      ->type_name("MODE")
      ->transform(CLI::CheckedTransformer(modes).description(""));
  command.add_flag("--dry-run", options.dry_run, "Read and check everything, and store nothing");
  command.add_flag("--allow-shrink", options.allow_shrink, "Accept far fewer items than there were before");
  command
      .add_option_function<std::string>(
          "--report", [&options](const std::string& form) { options.json_report = form == "json"; },
          "text, or json: one object for each file on standard output, as the server's list of runs has them")
      ->type_name("FORM")
      ->check(CLI::IsMember({"text", "json"}).description(""));
  command
      .add_option("--items-out", options.items_out,
                  "Write the items as lines of JSON to this file, - for standard output")
      ->type_name("FILE");
  command
      .add_option("--refused-out", options.refused_out,
                  "Write line, field and reason of what is refused to this file")
      ->type_name("FILE");
  command.add_option("--warned-out", options.warned_out, "The same of what is taken with a warning")
      ->type_name("FILE");
}

}  // namespace

void add_import_items(CLI::App& root, const std::string& data_directory,
                      std::function<exit_status()>& chosen) {
  auto& command =
      *root.add_subcommand("import-items", "Make feeds of a shop or publisher the catalogue of a customer");
  auto options = std::make_shared<import_items_options>();
  add_sources(command, *options, data_directory);
  add_reading(command, *options);
  add_outcome(command, *options);
  command.footer(
      "A feed is taken as a whole or not at all: one that is cut, empty or far smaller than the last one "
      "leaves "
      "the\ncatalogue as it is. No server may run on the store meanwhile.\n"
      "Ends with status 0 when all was taken, 3 when records were refused, 1 when a feed was.\n\nExamples:\n"
      "  footfall import-items --dry-run products.xml.gz\n"
      "  footfall import-items --customer 00000 --config footfall.json products.xml.gz\n"
      "  footfall import-items --customer 00000 --config footfall.json --map id=Nummer --map title=Text "
      "export.csv\n");
  command.final_callback([options, &chosen] {
    if (!options->dry_run && options->customer.empty()) throw CLI::RequiredError("--customer, or --dry-run");
    if (!options->dry_run && options->configuration.empty())
      throw CLI::RequiredError("--config, or --dry-run");
    if (!options->configuration.empty() && options->customer.empty()) throw CLI::RequiredError("--customer");
    chosen = [options] { return import_items(*options); };
  });
}

}  // namespace footfall::commands
