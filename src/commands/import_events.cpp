// `footfall import-events`: brings events from files into the store or to a running server.
#include "import_events.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/settings/read_settings.hpp"
#include "footfall/text/time.hpp"

#include "configured_customer.hpp"
#include "import_into_store.hpp"
#include "import_source.hpp"
#include "import_to_server.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report_failure.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <utility>

namespace footfall::commands {

namespace {

// All files at once, so that a mistyped name shows before anything is imported.
result<std::vector<import_source>> open_sources(const std::vector<std::string>& names) {
  std::vector<import_source> sources;
  sources.reserve(names.size());
  for (const auto& name : names) {
    auto source = import_source::open(name);
    if (!source) return source.error();
    sources.push_back(std::move(*source));
  }
  return sources;
}

std::uint64_t bytes_in_all(const std::vector<import_source>& sources) {
  std::uint64_t sum = 0;
  for (const auto& source : sources) {
    if (source.size_bytes() == 0) return 0;
    sum += source.size_bytes();
  }
  return sum;
}

// What an import takes along from file to file.
struct import_run {
  const import_options& options;
  api::url_owner owner;
  import_sink& sink;
  import_summary summary;
  line_editor editor{options.rules};
};

result<void> import_record_of(import_run& run, std::string_view file, import_record& record) {
  ++run.summary.lines;
  if (record.skipped) {
    ++run.summary.skipped;
    return {};
  }
  if (record.problem.empty())
    if (const auto edited = run.editor.edit(record.members, record.content, record.from_url); !edited)
      record.problem = edited.error().detail();
  if (record.problem.empty()) return run.sink.add(file, record, run.summary);
  run.summary.reject(file, record.line, record.problem);
  return {};
}

result<void> import_source_records(import_run& run, import_source& source, progress_figures figures,
                                   progress& shown) {
  record_reader reader(source, run.options.format, run.owner, run.options.rules);
  run.sink.begin_file();
  run.editor.begin_file();
  import_record record;
  const auto bytes_before = figures.done;
  while (!interrupt::requested()) {
    const auto found = reader.next(record);
    if (!found) return found.error();
    if (!*found) return {};
    if (const auto imported = import_record_of(run, source.name(), record); !imported) return imported;
    figures.done = bytes_before + source.bytes_read();
    figures.counted = run.summary.lines;
    shown.update(figures);
  }
  return {};
}

result<void> import_all(import_run& run, std::vector<import_source>& sources, progress& shown) {
  progress_figures figures{.total = bytes_in_all(sources)};
  result<void> outcome;
  for (auto& source : sources) {
    outcome = import_source_records(run, source, figures, shown);
    if (!outcome || interrupt::requested()) break;
    figures.done += source.size_bytes();
  }
  // Also after a file that cannot be read to its end: what was read of it is good.
  const auto flushed = run.sink.flush(run.summary);
  run.summary.guests = run.editor.guests();
  return outcome ? flushed : outcome;
}

void print_outcome(const import_run& run) {
  const auto& summary = run.summary;
  for (const auto& reason : summary.reasons) tell("{}\n", reason);
  if (summary.rejected > summary.reasons.size())
    tell("and {} more rejected lines\n", summary.rejected - summary.reasons.size());
  if (const auto unused = run.editor.unused_columns(); !unused.empty()) tell("{}\n", unused);
  print("{}\n", summary.text(run.options.dry_run));
  std::fflush(stdout);
}

exit_status run_import(import_run run) {
  const system_clock time;
  auto sources = open_sources(run.options.files);
  if (!sources) return report_failure(sources.error());

  const interrupt watch;
  progress shown(stderr, isatty(STDERR_FILENO) != 0, time);
  const auto outcome = import_all(run, *sources, shown);
  shown.finish();
  print_outcome(run);
  if (!outcome) return report_failure(outcome.error());
  if (interrupt::requested()) {
    tell("footfall: interrupted; the same command again skips what is stored and goes on\n");
    return failed;
  }
  const bool nothing = run.summary.accepted + run.summary.repeated == 0;
  if (nothing && run.summary.lines > 0) return failed;
  return run.summary.rejected > 0 ? partly : success;
}

exit_status import_to_server(const import_options& options) {
  const auto sink = open_server_sink({.url = *options.url,
                                      .customer = options.customer,
                                      .license_key = options.license_key,
                                      .label = options.label,
                                      .stop_waiting = &interrupt::requested});
  if (!sink) return report_failure(failure{sink.error().code(), "--url: " + sink.error().detail()});
  import_summary summary;
  summary.label = options.label;
  return run_import({options, {options.customer, options.license_key}, **sink, std::move(summary)});
}

// What the settings of the customer say of old events.
import_summary summary_for(const import_options& options, const customer::customer_settings& shop,
                           const clock& time) {
  import_summary summary;
  summary.label = options.label;
  const auto now_ms = time.wall_ms();
  summary.retained_since_ms = now_ms - shop.retention_ms;
  std::int64_t longest_ms = 0;
  for (const auto& each : shop.models) longest_ms = std::max(longest_ms, each.ms(model::option::history));
  summary.learned_since_ms = now_ms - longest_ms;
  return summary;
}

exit_status import_into_store(const import_options& options) {
  const auto settings = settings::read_settings_file(*options.configuration);
  if (!settings) return report_failure(settings.error());
  const auto shop = find_customer(*settings, options.customer);
  if (!shop) return report_failure(shop.error());
  const auto label = events::read_import_label(options.label);
  if (!label) return report_failure(label.error());
  const system_clock time;
  const api::url_owner owner{(*shop)->id, (*shop)->license_key, settings->server.solution_ids};
  if (options.dry_run) {
    const auto checking = make_checking_sink(**shop, time);
    return run_import({options, owner, *checking, summary_for(options, **shop, time)});
  }
  const auto sink = open_store_sink(*settings, **shop, options.data_directory, *label, time);
  if (!sink) return report_failure(sink.error());
  return run_import({options, owner, **sink, summary_for(options, **shop, time)});
}

}  // namespace

exit_status import_events(const import_options& options) {
  auto labelled = options;
  if (labelled.label.empty()) {
    const auto name = std::filesystem::path(options.files.front()).filename().string();
    labelled.label = fmt::format("{}-{}", text::to_iso_time(system_clock().wall_ms() / 1000 * 1000),
                                 name.substr(0, events::import_label_bytes_max / 2));
  }
  return labelled.url ? import_to_server(labelled) : import_into_store(labelled);
}

}  // namespace footfall::commands
