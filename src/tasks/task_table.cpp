#include "footfall/tasks/task_table.hpp"

namespace footfall::tasks {

task_status task::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void task::begin(std::int64_t now_ms) {
  const std::lock_guard lock(mutex_);
  status_.running = true;
  status_.begun_ms = now_ms;
}

void task::end(std::int64_t now_ms, std::int64_t duration_ns, const std::optional<failure>& why) {
  const std::lock_guard lock(mutex_);
  status_.running = false;
  ++status_.runs;
  status_.duration_ns = duration_ns;
  status_.failing = why && why->code() != error::not_ready;
  if (!status_.failing) return;
  ++status_.failures;
  status_.last_failure_ms = now_ms;
  status_.last_failure = why->detail();
}

void task_table::add(const task& row) {
  const std::lock_guard lock(mutex_);
  rows_.push_back(&row);
}

std::vector<task_status> task_table::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<task_status> found;
  for (const auto* row : rows_) found.push_back(row->status());
  return found;
}

}  // namespace footfall::tasks
