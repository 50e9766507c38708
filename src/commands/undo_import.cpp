#include "undo_import.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/events/import_label.hpp"
#include "footfall/settings/read_settings.hpp"
#include "footfall/store/engines.hpp"

#include "configured_customer.hpp"
#include "interrupt.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "report_failure.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <limits>
#include <memory>
#include <utility>

namespace footfall::commands {

namespace {

constexpr std::size_t events_per_step = 10'000;
constexpr std::size_t lines_per_step = 10'000;

struct undone {
  std::size_t events = 0;
  std::size_t lines = 0;
};

result<void> remove_events(store::event_store& store, const store::age_limit& which, progress& shown,
                           undone& counts) {
  const auto log = store.make_reader();
  if (!log) return log.error();
  std::size_t seen = 0;
  for (store::cursor place; !interrupt::requested();) {
    bool concerned = false;
    const auto next = (*log)->scan(place, events_per_step, [&](const events::event& each) {
      ++seen;
      concerned = concerned ||
                  (each.customer == which.customer && events::marked_import(each.details) == which.import);
    });
    if (!next) return next.error();
    if (*next == place) return {};
    if (concerned) {
      const auto removed = store.prune_before(which, place, *next);
      if (!removed) return removed.error();
      counts.events += *removed;
      store.maintain();
    }
    place = *next;
    shown.update({.counted = seen});
  }
  return {};
}

result<void> remove_lines(store::event_store& store, const store::age_limit& which, undone& counts) {
  for (store::import_prune_step step; !step.end && !interrupt::requested();) {
    const auto done = store.prune_imports(which, step.next, lines_per_step);
    if (!done) return done.error();
    step = *done;
    counts.lines += step.removed;
    if (step.removed > 0) store.maintain();
  }
  return {};
}

// It tells what the events have said, and so do the histories that belong to it: the next start reads the
// log.
result<void> remove_state(const std::filesystem::path& file) {
  std::error_code failed;
  std::filesystem::remove(file, failed);
  if (failed) return failure{error::io_failed, fmt::format("{}: {}", file.string(), failed.message())};
  return {};
}

exit_status print_outcome(const undo_options& options, const undone& counts) {
  if (interrupt::requested()) {
    tell("footfall: interrupted; the same command again goes on\n");
    return failed;
  }
  if (counts.events + counts.lines == 0)
    return report_failure(failure{
        error::not_found, fmt::format("--label: customer {} has nothing of an import with the label \"{}\"",
                                      options.customer, options.label)});
  print("import {}: {} events removed, {} lines can be imported again\n", options.label, counts.events,
        counts.lines);
  std::fflush(stdout);
  return success;
}

}  // namespace

exit_status undo_import(const undo_options& options) {
  const auto label = events::read_import_label(options.label);
  if (!label) return report_failure(label.error());
  const auto settings = settings::read_settings_file(options.configuration);
  if (!settings) return report_failure(settings.error());
  const auto shop = find_customer(*settings, options.customer);
  if (!shop) return report_failure(shop.error());
  const std::filesystem::path directory = options.data_directory;
  const auto store = store::open_store(settings->store, directory);
  if (!store) return report_failure(store.error());
  const auto number = (*store)->number_of((*shop)->id);
  if (!number) return report_failure(number.error());
  // Before anything is removed, so that no kill leaves a state that knows what the log does not.
  if (auto done = remove_state(directory / (settings->store.file + ".state")); !done)
    return report_failure(done.error());

  const store::age_limit which{.customer = *number,
                               .before_ms = std::numeric_limits<std::int64_t>::max(),
                               .kept_types = 0,
                               .import = *label};
  const interrupt watch;
  const system_clock time;
  progress shown(stderr, isatty(STDERR_FILENO) != 0, time);
  undone counts;
  auto outcome = remove_events(**store, which, shown, counts);
  shown.finish();
  if (outcome) outcome = remove_lines(**store, which, counts);
  if (!outcome) return report_failure(outcome.error());
  return print_outcome(options, counts);
}

}  // namespace footfall::commands
