// What works in the background, and how it went the last time.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/core/failure.hpp"

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace footfall::tasks {

/// A moment's figures of a task.
struct task_status {
  std::string name;
  bool running = false;
  std::uint64_t runs = 0;            ///< that have ended
  std::uint64_t failures = 0;        ///< of these
  std::int64_t begun_ms = 0;         ///< wall clock, of the last run; 0: there was none
  std::int64_t duration_ns = 0;      ///< of the last run that has ended
  bool failing = false;              ///< the last run that has ended failed
  std::int64_t last_failure_ms = 0;  ///< wall clock; 0: there was none
  std::string last_failure;          ///< what went wrong then, for people
};

/// One kind of work in the background. Whoever does it runs it through this. Thread-safe; runs of one task do
/// not overlap.
class task {
 public:
  explicit task(std::string name) { status_.name = std::move(name); }

  /// Does the work, a callable that returns a `result`, and notes how it went. `not_ready` means that it was
  /// ended early, which is no failure.
  template <class Work>
  auto run(const clock& time, const Work& work) {
    begin(time.wall_ms());
    const auto begin_ns = time.steady_ns();
    auto done = work();
    const auto why = done ? std::optional<failure>() : done.error();
    end(time.wall_ms(), time.steady_ns() - begin_ns, why);
    return done;
  }

  [[nodiscard]] task_status status() const;

 private:
  void begin(std::int64_t now_ms);
  void end(std::int64_t now_ms, std::int64_t duration_ns, const std::optional<failure>& why);

  mutable std::mutex mutex_;
  task_status status_;
};

/// All tasks of the process, in the order in which they were added. Thread-safe.
class task_table {
 public:
  /// The task outlives the table.
  void add(const task& row);
  [[nodiscard]] std::vector<task_status> all() const;

 private:
  mutable std::mutex mutex_;
  std::vector<const task*> rows_;
};

}  // namespace footfall::tasks
