#include "api/process_figures.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace footfall::api {
namespace {

void add_gauge(prometheus::Registry& registry, const char* name, const char* help, double value) {
  prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({}).Set(value);
}

void add_counter(prometheus::Registry& registry, const char* name, const char* help, double value) {
  prometheus::BuildCounter().Name(name).Help(help).Register(registry).Add({}).Increment(value);
}

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

/// Entries of a folder of /proc; 0 where it cannot be read.
double entries_of(const char* folder) {
  std::error_code failed;
  const std::filesystem::directory_iterator entries(folder, failed);
  return failed ? 0 : static_cast<double>(std::distance(begin(entries), end(entries)));
}

/// Unix time at which the process began, from the ticks since the machine started; 0 where /proc does not
/// tell.
double start_seconds() {
  std::ifstream stat("/proc/self/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), {});
  const auto name_end = text.rfind(')');  // the name may hold spaces
  if (name_end == std::string::npos) return 0;
  constexpr int fields_before_start = 19;
  auto at = name_end + 2;
  for (int field = 0; field < fields_before_start && at != std::string::npos + 1; ++field)
    at = text.find(' ', at) + 1;
  timespec now{};
  timespec up{};
  clock_gettime(CLOCK_REALTIME, &now);
  clock_gettime(CLOCK_BOOTTIME, &up);
  const auto booted_s = static_cast<double>(now.tv_sec - up.tv_sec);
  return booted_s + std::strtod(text.c_str() + at, nullptr) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void add_operating_system_figures(prometheus::Registry& registry) {
  static const double started_s = start_seconds();
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  add_counter(registry, "process_cpu_seconds_total", "Processor time of the process",
              seconds(used.ru_utime) + seconds(used.ru_stime));
  add_gauge(registry, "process_start_time_seconds", "Unix time at which the process began", started_s);
  add_gauge(registry, "process_open_fds", "Open file descriptors", entries_of("/proc/self/fd"));
  add_gauge(registry, "process_threads", "Threads of the process", entries_of("/proc/self/task"));
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  add_gauge(registry, "process_max_fds", "File descriptors that may be open",
            static_cast<double>(files.rlim_cur));
}

void add_task_figures(const tasks::task_table& tasks, std::int64_t now_ms, prometheus::Registry& registry) {
  auto& runs = prometheus::BuildCounter()
                   .Name("footfall_task_runs_total")
                   .Help("Runs of work in the background that have ended")
                   .Register(registry);
  auto& failures = prometheus::BuildCounter()
                       .Name("footfall_task_failures_total")
                       .Help("Those of them that failed")
                       .Register(registry);
  auto& failing = prometheus::BuildGauge()
                      .Name("footfall_task_failing")
                      .Help("1 when the last run failed")
                      .Register(registry);
  auto& running =
      prometheus::BuildGauge().Name("footfall_task_running").Help("1 during a run").Register(registry);
  auto& durations = prometheus::BuildGauge()
                        .Name("footfall_task_seconds")
                        .Help("Time that the last run took")
                        .Register(registry);
  auto& ages = prometheus::BuildGauge()
                   .Name("footfall_task_age_seconds")
                   .Help("Time since the last run began")
                   .Register(registry);
  for (const auto& each : tasks.all()) {
    const prometheus::Labels labels{{"task", each.name}};
    runs.Add(labels).Increment(static_cast<double>(each.runs));
    failures.Add(labels).Increment(static_cast<double>(each.failures));
    failing.Add(labels).Set(each.failing ? 1 : 0);
    running.Add(labels).Set(each.running ? 1 : 0);
    durations.Add(labels).Set(static_cast<double>(each.duration_ns) / 1e9);
    if (each.begun_ms != 0) ages.Add(labels).Set(static_cast<double>(now_ms - each.begun_ms) / 1e3);
  }
}

}  // namespace

void add_process_figures(const endpoint_context& context, prometheus::Registry& registry) {
  prometheus::BuildGauge()
      .Name("footfall_build_info")
      .Help("1, with what was built by what")
      .Register(registry)
      .Add({{"version", FOOTFALL_VERSION}, {"compiler", __VERSION__}})
      .Set(1);
  add_operating_system_figures(registry);
  const auto& state = context.state;
  add_counter(registry, "footfall_failed_reloads_total", "Configurations that were not taken over",
              static_cast<double>(state.failed_reloads));
  if (state.lost_log_lines != nullptr)
    add_counter(registry, "footfall_lost_log_lines_total", "Log lines that nobody read in time",
                static_cast<double>(state.lost_log_lines()));
  if (state.certificate_until_s != 0)
    add_gauge(registry, "footfall_certificate_expiry_seconds", "Unix time at which the certificate ends",
              static_cast<double>(state.certificate_until_s));
  add_gauge(registry, "footfall_clock_trusted", "0 while the wall clock has leapt and nothing ages by it",
            context.guard.trusts() ? 1 : 0);
  add_gauge(registry, "footfall_clock_ahead_seconds",
            "How far the wall clock is ahead of the trusted time; negative: behind",
            static_cast<double>(context.guard.ahead_ms()) / 1e3);
  add_task_figures(state.tasks, context.time.wall_ms(), registry);
}

}  // namespace footfall::api
