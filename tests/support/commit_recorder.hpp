// Keeps what an event log reports, and waits for it.
#pragma once

#include "footfall/store/event_log.hpp"

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

namespace footfall::test {

/// One report, as values.
struct recorded_commit {
  store::ticket first{};
  store::ticket last{};
  std::vector<events::event> events;
  std::vector<store::entity_write> entities;
  std::vector<std::size_t> events_before;
  std::size_t repeated = 0;
  std::string failed;  ///< empty: it did not
};

/// Thread-safe.
class commit_recorder {
 public:
  /// To be given to an event log, which must not outlive this.
  [[nodiscard]] store::event_log::observer observer() {
    return [this](const store::commit_report& report) {
      const std::lock_guard guard(mutex_);
      commits_.push_back({report.first,
                          report.last,
                          {report.events.begin(), report.events.end()},
                          {report.entities.begin(), report.entities.end()},
                          {report.events_before.begin(), report.events_before.end()},
                          report.repeated,
                          report.failed == nullptr ? std::string() : report.failed->detail()});
      resolved_ = report.last;
      changed_.notify_all();
    };
  }

  void wait_for(store::ticket ticket) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return resolved_ >= ticket; });
  }

  [[nodiscard]] std::vector<recorded_commit> commits() const {
    const std::lock_guard guard(mutex_);
    return commits_;
  }

 private:
  mutable std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::vector<recorded_commit> commits_;
  store::ticket resolved_ = 0;
};

}  // namespace footfall::test
