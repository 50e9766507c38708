// `footfall import-events`: brings events from files into the store or to a running server.
#include "import_events.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/settings/read_settings.hpp"

#include "configured_customer.hpp"
#include "import_into_store.hpp"
#include "import_source.hpp"
#include "import_to_server.hpp"
#include "interrupt.hpp"
#include "progress.hpp"
#include "report_failure.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <memory>

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

result<void> import_source_records(const import_options& options, import_source& source, import_sink& sink,
                                   import_summary& summary, progress_figures figures, progress& shown) {
  record_reader reader(source, options.format, options.customer, options.solution_ids);
  import_record record;
  const auto bytes_before = figures.bytes_done;
  while (!interrupt::requested()) {
    const auto found = reader.next(record);
    if (!found) return found.error();
    if (!*found) return {};
    ++summary.lines;
    if (record.skipped) {
      ++summary.skipped;
    } else if (!record.problem.empty()) {
      summary.reject(source.name(), record.line, record.problem);
    } else if (const auto added = sink.add(source.name(), record, summary); !added) {
      return added.error();
    }
    figures.bytes_done = bytes_before + source.bytes_read();
    figures.lines = summary.lines;
    shown.update(figures);
  }
  return {};
}

result<void> import_all(const import_options& options, std::vector<import_source>& sources, import_sink& sink,
                        import_summary& summary, progress& shown) {
  progress_figures figures{.bytes_total = bytes_in_all(sources)};
  result<void> outcome;
  for (auto& source : sources) {
    outcome = import_source_records(options, source, sink, summary, figures, shown);
    if (!outcome || interrupt::requested()) break;
    figures.bytes_done += source.size_bytes();
  }
  // Also after a file that cannot be read to its end: what was read of it is good.
  const auto flushed = sink.flush(summary);
  return outcome ? flushed : outcome;
}

exit_status run_import(const import_options& options, import_sink& sink) {
  const system_clock time;
  auto sources = open_sources(options.files);
  if (!sources) return report_failure(sources.error());

  const interrupt watch;
  import_summary summary;
  progress shown(stderr, isatty(STDERR_FILENO) != 0, time);
  const auto outcome = import_all(options, *sources, sink, summary, shown);
  shown.finish();

  for (const auto& reason : summary.reasons) fmt::print(stderr, "{}\n", reason);
  if (summary.rejected > summary.reasons.size())
    fmt::print(stderr, "and {} more rejected lines\n", summary.rejected - summary.reasons.size());
  fmt::print("{}\n", summary.text());
  std::fflush(stdout);
  if (!outcome) return report_failure(outcome.error());
  if (interrupt::requested()) {
    fmt::print(stderr, "footfall: interrupted; the same command again skips what is stored and goes on\n");
    return failed;
  }
  return summary.rejected > 0 && summary.accepted + summary.repeated == 0 ? failed : success;
}

exit_status import_to_server(const import_options& options) {
  const auto sink = open_server_sink({.url = *options.url,
                                      .customer = options.customer,
                                      .license_key = options.license_key,
                                      .stop_waiting = &interrupt::requested});
  if (!sink) return report_failure(failure{sink.error().code(), "--url: " + sink.error().detail()});
  return run_import(options, **sink);
}

exit_status import_into_store(const import_options& options) {
  const auto settings = settings::read_settings_file(*options.configuration);
  if (!settings) return report_failure(settings.error());
  const auto shop = find_customer(*settings, options.customer);
  if (!shop) return report_failure(shop.error());
  const system_clock time;
  const auto sink = open_store_sink(*settings, **shop, options.data_directory, time);
  if (!sink) return report_failure(sink.error());
  auto with_settings = options;
  with_settings.solution_ids = settings->server.solution_ids;
  return run_import(with_settings, **sink);
}

}  // namespace

exit_status import_events(const import_options& options) {
  return options.url ? import_to_server(options) : import_into_store(options);
}

}  // namespace footfall::commands
