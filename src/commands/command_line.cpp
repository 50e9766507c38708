// The command line: which options there are, where else they can come from, and what they start.
#include "footfall/commands/command_line.hpp"

#include "footfall/events/event_kinds.hpp"
#include "footfall/settings/read_settings.hpp"

#include "evaluate.hpp"
#include "export_user.hpp"
#include "import_events.hpp"
#include "import_items.hpp"
#include "logging.hpp"
#include "output.hpp"
#include "recommend.hpp"
#include "serve.hpp"
#include "undo_import.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cstdlib>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::commands {

namespace {

constexpr auto precedence_text =
    "An option on the command line wins over its environment variable, and that over the file.";

// {0}: which of several places of an option wins.
constexpr auto import_footer =
    R"(A line: {{"event":"click","user":"u1","itemtype":1,"item":123,"time":"2026-01-31T12:00:00Z"}}
The same as CSV: a header line event,user,itemtype,item,time and a line click,u1,1,123,2026-01-31T12:00:00Z;
also with semicolons or tabulators
A line of a log: https://shop.example/api/00000/click/u1/1/123, or a line of an access log with such a URL

An empty user is a guest: it counts for popularity and has no history. Of an access log only GET and POST
count that were answered with 2xx.

Ends with status 0 when all was imported, 3 when lines were rejected, 1 when nothing was or it failed.
It is safe to interrupt and to run again: lines that are stored already are skipped. A server that runs has
its store for itself: use --url then, best with the key in FOOTFALL_LICENSE_KEY.
{0}

Examples:
  footfall import-events --customer 00000 --config config/demo.json config/demo/events.csv.gz
  footfall import-events --customer 00000 --config footfall.json --event rate --rating-scale 5 \
    --map user=userId --map item=movieId --map time=timestamp --dry-run ratings.csv
  zcat old.ndjson.gz | footfall import-events --customer 00000 --url http://127.0.0.1:8080 -
)";

const CLI::Validator is_listen_address(
    [](std::string& text) {
      const auto checked = settings::check_listen_address(text);
      return checked ? std::string() : checked.error().detail();
    },
    "");

// Takes one of these words for its value. CLI11's own would name the numbers behind them.
template <class Value>
CLI::Validator one_of(std::map<std::string, Value> words) {
  return CLI::Validator(
      [words = std::move(words)](std::string& text) {
        if (const auto found = words.find(text); found != words.end()) {
          text = std::to_string(static_cast<int>(found->second));
          return std::string();
        }
        std::string known;
        for (const auto& [word, value] : words) known += (known.empty() ? "" : ",") + word;
        return fmt::format("{} not in {{{}}}", text, known);
      },
      "");
}

// The folder that systemd has made for the service, if it started us.
std::string default_data_directory() {
  const char* const state_directory = std::getenv("STATE_DIRECTORY");
  if (state_directory == nullptr || *state_directory == '\0') return "data";
  const std::string_view all(state_directory);
  return std::string(all.substr(0, all.find(':')));
}

CLI::Option* add_configuration(CLI::App& command, std::string& file) {
  return command.add_option("-c,--config", file, "Configuration file (JSON, comments allowed)")
      ->envname("FOOTFALL_CONFIG")
      ->type_name("FILE");
}

void add_data_directory(CLI::App& command, std::string& directory) {
  directory = default_data_directory();
  command
      .add_option("--data-dir", directory,
                  "Folder of the event store and the user key; default: $STATE_DIRECTORY, else `data`")
      ->envname("FOOTFALL_DATA_DIR")
      ->type_name("DIR");
}

exit_status print_text(const std::string& text) {
  print("{}", text);
  return success;
}

void add_serve(CLI::App& root, std::function<exit_status()>& chosen) {
  auto& command =
      *root.add_subcommand("serve", "Run the server until SIGTERM or SIGINT; SIGHUP reads the file again");
  auto options = std::make_shared<serve_options>();
  add_configuration(command, options->configuration)->required();
  command
      .add_option("--listen", options->listen,
                  "Address to listen on instead of the file's `server.listen`; several times, or with commas")
      ->envname("FOOTFALL_LISTEN")
      ->type_name("ADDRESS:PORT")
      ->allow_extra_args(false)
      ->delimiter(',')
      ->check(is_listen_address);
  command
      .add_option("--admin-listen", options->admin_listen,
                  "Address for health, metrics and model status instead of `server.admin_listen`")
      ->envname("FOOTFALL_ADMIN_LISTEN")
      ->type_name("ADDRESS:PORT")
      ->check(is_listen_address);
  add_data_directory(command, options->data_directory);
  const std::map<std::string, log_format> formats{{"text", log_format::text}, {"json", log_format::json}};
  command.add_option("--log-format", options->format, "How log lines look: text or json; default: text")
      ->envname("FOOTFALL_LOG_FORMAT")
      ->type_name("FORMAT")
      ->transform(one_of(formats));
  command
      .add_option("--log-level", options->level,
                  "Least level that is logged: debug, info, warn or error; default: info")
      ->envname("FOOTFALL_LOG_LEVEL")
      ->type_name("LEVEL")
      ->check(CLI::IsMember(log_levels()).description(""));
  command.add_flag("--core-dumps", options->core_dumps,
                   "A crash may leave a core dump, which holds keys and what visitors did");
  command.footer(
      fmt::format("{}\n\nExamples:\n"
                  "  footfall serve --config /etc/footfall/footfall.json\n"
                  "  footfall serve --config config/demo.json --listen 127.0.0.1:9000 --data-dir var\n",
                  precedence_text));
  command.final_callback([options, &chosen] { chosen = [options] { return serve(*options); }; });
}

void add_check_config(CLI::App& root, std::function<exit_status()>& chosen) {
  auto& command =
      *root.add_subcommand("check-config", "Check a configuration and report all of its mistakes");
  auto file = std::make_shared<std::string>();
  auto schema = std::make_shared<bool>(false);
  auto reference = std::make_shared<bool>(false);
  auto* const configuration = add_configuration(command, *file);
  command
      .add_flag("--print-schema", *schema, "Print the JSON Schema of the configuration for editors instead")
      ->envname("FOOTFALL_PRINT_SCHEMA");
  command.add_flag("--print-reference", *reference, "Print the reference of the configuration instead")
      ->envname("FOOTFALL_PRINT_REFERENCE");
  command.footer(
      "Ends with status 0 when the file is correct, 2 when it is not.\n\nExamples:\n"
      "  footfall check-config --config footfall.json\n"
      "  footfall check-config --print-schema > footfall.schema.json\n");
  command.final_callback([=, &chosen] {
    if (*schema)
      chosen = [] { return print_text(settings::settings_schema()); };
    else if (*reference)
      chosen = [] { return print_text(settings::settings_reference()); };
    else if (configuration->count() == 0)
      throw CLI::RequiredError("--config");
    else
      chosen = [=] { return check_configuration(*file); };
  });
}

bool is_on_command_line(std::string_view option, int argument_count, const char* const* arguments) {
  for (int index = 1; index < argument_count; ++index) {
    const std::string_view argument = arguments[index];
    if (argument == option ||
        (argument.starts_with(option) && argument.substr(option.size()).starts_with('=')))
      return true;
  }
  return false;
}

// Where import-events goes to: what is on the command line wins over the environment.
void choose_target(import_options& options, const std::string& file, const std::string& url,
                   int argument_count, const char* const* arguments) {
  const bool file_flag = is_on_command_line("--config", argument_count, arguments) ||
                         is_on_command_line("-c", argument_count, arguments);
  const bool url_flag = is_on_command_line("--url", argument_count, arguments);
  const bool ambiguous = file_flag == url_flag;
  if (ambiguous && !file.empty() && !url.empty())
    throw CLI::ValidationError("--url", "excludes --config: import to a server or into its store");
  if (file.empty() && url.empty()) throw CLI::RequiredError("--config or --url");
  if (!url.empty() && (ambiguous || url_flag)) options.url = url;
  if (!file.empty() && (ambiguous || file_flag)) options.configuration = file;
}

// What the columns of a file mean.
void add_line_rules(CLI::App& command, line_rules& rules) {
  command
      .add_option_function<std::vector<std::string>>(
          "--map",
          [&rules](const std::vector<std::string>& pairs) {
            for (const auto& pair : pairs) {
              const auto sign = pair.find('=');
              if (sign == pair.npos || sign == 0 || sign + 1 == pair.size())
                throw CLI::ValidationError("--map", "found \"" + pair + "\", expected MEMBER=COLUMN");
              rules.columns.emplace_back(pair.substr(0, sign), pair.substr(sign + 1));
            }
          },
          "Column of the file that has this member, as in --map time=created_at; several times")
      ->type_name("MEMBER=COLUMN")
      ->allow_extra_args(false);
  command.add_option("--event", rules.event, "Event of all lines that name none")
      ->type_name("NAME")
      ->check([](const std::string& name) {
        return events::find_event_kind(name) != nullptr ? std::string() : "found no event \"" + name + "\"";
      });
  command
      .add_option("--rating-scale", rules.best_rating,
                  "Best rating of the file: ratings in 0..MAX, also halves, are stored as hundredths of it")
      ->type_name("MAX")
      ->check(CLI::Range(1.0, 1'000'000.0));
  command
      .add_option_function<std::string>(
          "--time", [&rules](const std::string&) { rules.times_of_now = true; },
          "`now`: lines without a time are events of now; without it they are refused")
      ->type_name("now")
      ->check(CLI::IsMember({"now"}).description(""));
}

void add_import_events(CLI::App& root, std::function<exit_status()>& chosen, int argument_count,
                       const char* const* arguments) {
  auto& command =
      *root.add_subcommand("import-events", "Bring events from files into the store or to a running server");
  auto options = std::make_shared<import_options>();
  auto file = std::make_shared<std::string>();
  auto url = std::make_shared<std::string>();
  command.add_option("--customer", options->customer, "Id of the customer that the events belong to")
      ->envname("FOOTFALL_CUSTOMER")
      ->type_name("ID")
      ->required();
  add_configuration(command, *file);
  add_data_directory(command, options->data_directory);
  command.add_option("--url", *url, "Import to this running server instead, http://HOST[:PORT]")
      ->envname("FOOTFALL_URL")
      ->type_name("URL");
  command.add_option("--license-key", options->license_key, "The customer's license key, for --url")
      ->envname("FOOTFALL_LICENSE_KEY")
      ->type_name("KEY");
  std::map<std::string, import_format> formats;
  for (const auto& row : import_formats()) formats.emplace(row.name, row.format);
  command
      .add_option(
          "--format", options->format,
          "What the files are: ndjson, csv, urls or access-log; auto, the default, looks at their first "
          "lines")
      ->envname("FOOTFALL_FORMAT")
      ->type_name("FORMAT")
      ->transform(one_of(formats));
  add_line_rules(command, options->rules);
  command
      .add_option("--label", options->label,
                  "Name under which undo-import takes this import back; default: the time and the first file")
      ->type_name("LABEL");
  command.add_flag("--dry-run", options->dry_run,
                   "Read and check everything and print the summary, but store nothing; a server may run");
  command
      .add_option("FILE", options->files,
                  "Files to import; - is standard input. Plain, gzip or zstd; lines of JSON, CSV with a "
                  "header line, tracking URLs, or access logs of nginx and Apache")
      ->required()
      ->type_name("");
  command.footer(fmt::format(import_footer, precedence_text));
  command.final_callback([=, &chosen] {
    choose_target(*options, *file, *url, argument_count, arguments);
    if (options->dry_run && options->url)
      throw CLI::ValidationError("--dry-run", "excludes --url: the configuration says what can be stored");
    chosen = [options] { return import_events(*options); };
  });
}

void add_undo_import(CLI::App& root, std::function<exit_status()>& chosen) {
  auto& command =
      *root.add_subcommand("undo-import", "Take back what import-events has brought into the store");
  auto options = std::make_shared<undo_options>();
  command.add_option("--customer", options->customer, "Id of the customer that the events belong to")
      ->envname("FOOTFALL_CUSTOMER")
      ->type_name("ID")
      ->required();
  add_configuration(command, options->configuration)->required();
  add_data_directory(command, options->data_directory);
  command.add_option("LABEL", options->label, "Label of the import, as its summary says it")
      ->required()
      ->type_name("");
  command.footer(
      "The server must be stopped: it reads all of the log at its next start. Safe to interrupt and to run "
      "again.\n\nExample:\n"
      "  footfall undo-import --customer 00000 --config footfall.json 2026-01-31T12:00:00Z-ratings.csv\n");
  command.final_callback([options, &chosen] { chosen = [options] { return undo_import(*options); }; });
}

void add_evaluate(CLI::App& root, std::function<exit_status()>& chosen) {
  auto& command = *root.add_subcommand(
      "evaluate", "Measure how good the lists of a scenario are, on the newest sessions of the log");
  auto options = std::make_shared<evaluate_options>();
  command.add_option("--customer", options->customer, "Id of the customer")
      ->envname("FOOTFALL_CUSTOMER")
      ->type_name("ID")
      ->required();
  command.add_option("--scenario", options->scenario, "Scenario to measure")->type_name("NAME")->required();
  add_configuration(command, options->configuration)->required();
  add_data_directory(command, options->data_directory);
  auto* const days = command.add_option("--test-days", options->test_days,
                                        "Days at the end of the log that are asked about; default: 1");
  days->type_name("N")->check(CLI::Range(1, 3650));
  auto* const hours = command.add_option("--test-hours", options->test_hours,
                                         "Hours at the end of the log instead, where it is short");
  hours->type_name("N")->check(CLI::Range(1, 87'600))->excludes(days);
  command
      .add_option("--until", options->until,
                  "Time at which the log ends, as in 2026-01-31T12:00:00Z: what came later is not looked at")
      ->type_name("TIME");
  command
      .add_option(
          "--test-file", options->test_file,
          "Ask about the sessions of this import file instead; models learn from the whole log. Sessions "
          "that are in the log are left out")
      ->type_name("FILE")
      ->excludes(days)
      ->excludes(hours);
  command
      .add_option("--event", options->event,
                  "Event whose sessions are asked about; default: the most frequent "
                  "one that the scenario's first stage learns from")
      ->type_name("NAME");
  command.add_option("--sessions", options->sessions, "Ask about this many sessions, drawn at random")
      ->type_name("N")
      ->check(CLI::Range(1, 100'000'000));
  auto* const compare =
      command.add_option("--compare", options->compare, "Another scenario, on the same queries");
  compare->type_name("NAME");
  command
      .add_option("--compare-config", options->compare_configuration,
                  "The scenario as this configuration has it, on the same queries")
      ->type_name("FILE")
      ->excludes(compare);
  command.add_flag("--json", options->json, "Print JSON instead of a table");
  command.footer(
      "The server may run meanwhile; the log is only read.\n\nExamples:\n"
      "  footfall evaluate --config footfall.json --customer 00000 --scenario personalized --test-days 7\n"
      "  footfall evaluate --config footfall.json --customer 00000 --scenario detailpage --compare "
      "also_clicked\n");
  command.final_callback([options, &chosen] { chosen = [options] { return evaluate(*options); }; });
}

}  // namespace

int run(int argument_count, const char* const* arguments) {
  CLI::App root("footfall " FOOTFALL_VERSION ": tracks what visitors do and recommends what they may like",
                "footfall");
  root.set_version_flag("--version", "footfall " FOOTFALL_VERSION, "Print the version");
  root.set_help_flag("-h,--help", "Print this help");
  root.require_subcommand(1);
  root.footer(
      "Ends with status 0 when it worked, 1 when it failed, 2 when the command line or the configuration is "
      "wrong,\n3 when an import left lines out.\n"
      "More about a command: footfall COMMAND --help\n");
  std::function<exit_status()> chosen;
  add_evaluate(root, chosen);
  add_recommend(root, chosen);
  add_serve(root, chosen);
  add_check_config(root, chosen);
  add_import_events(root, chosen, argument_count, arguments);
  add_undo_import(root, chosen);
  add_import_items(root, default_data_directory(), chosen);
  add_export_user(root, default_data_directory(), chosen);
  try {
    root.parse(argument_count, arguments);
  } catch (const CLI::ParseError& mistake) {
    return root.exit(mistake) == 0 ? success : usage;
  }
  const auto status = chosen();
  if (written_to_the_end()) return status;
  tell("footfall: standard output could not be written: what is told there is not whole\n");
  return status == success ? failed : status;
}

}  // namespace footfall::commands
