// Group commit: many threads append, one thread writes whatever has gathered as one transaction.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/events/event.hpp"
#include "footfall/store/event_store.hpp"

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <vector>

namespace footfall::store {

/// Number of an append, from 1, in the order of commits. Belongs to this process, not to the store.
using ticket = std::uint64_t;

/// What the writer reports after each attempt to commit.
struct commit_report {
  ticket first{};
  ticket last{};
  std::span<const events::event> events;   ///< those that were stored; valid during the call only
  std::size_t repeated = 0;                ///< those that were skipped as repeats of imported lines
  const failure* failed = nullptr;         ///< null: all tickets are durable; else none is
  std::int64_t duration_ns = 0;            ///< of the transaction
};

/// A moment's figures.
struct event_log_figures {
  std::size_t waiting_events = 0;
  std::size_t waiting_bytes = 0;
  bool failing = false;  ///< the store cannot write; appends are refused
};

/// The only way for events into the store.
///
/// `on_commit` is called on the writer thread, in commit order, before anyone who waits is told. After a
/// failed commit the state of the file is unknown (LevelDB's rule), so appends are refused until
/// `event_store::recover` has succeeded; it is tried once a second.
class event_log {
 public:
  using observer = std::function<void(const commit_report&)>;

  event_log(event_store& store, std::size_t queue_events_max, std::size_t queue_bytes_max, observer on_commit);
  ~event_log();
  event_log(const event_log&) = delete;
  event_log& operator=(const event_log&) = delete;

  /// Queues a group of events, which is stored as a whole or not at all; it is durable once `on_commit` has
  /// reported its ticket. Takes the events out of `group` and leaves it empty, with its memory.
  /// Errors: `queue_full` when `queue_events_max` or `queue_bytes_max` would be passed; `store_failed` while
  /// the store cannot write; `not_ready` after `stop`. `group` is then unchanged.
  /// Thread-safe; never waits for the disk. Source: protocol B1, "processing is asynchronous".
  [[nodiscard]] result<ticket> append(std::vector<events::event>& group);

  /// Appends and waits for the commit; returns how many of the group were repeats. For worker threads.
  /// Errors: as `append`, and `store_failed` when the commit failed.
  [[nodiscard]] result<std::size_t> append_and_wait(std::vector<events::event>& group);

  [[nodiscard]] event_log_figures figures() const;

  /// Commits what waits, refuses new appends and ends the writer thread. Idempotent.
  void stop();

 private:
  struct group_outcome;
  void write_until_stopped();

  event_store& store_;
  const std::size_t queue_events_max_;
  const std::size_t queue_bytes_max_;
  const observer on_commit_;

  mutable std::mutex mutex_;  // guards everything below
  std::condition_variable work_;
  std::condition_variable done_;
  std::vector<events::event> queue_;
  std::vector<std::size_t> queue_groups_;  // number of events of each queued group; one ticket each
  std::size_t queue_bytes_ = 0;
  ticket next_ticket_ = 1;
  ticket resolved_ = 0;  // all tickets up to here are committed or failed
  std::optional<failure> failing_;
  bool stopping_ = false;

  std::thread writer_;
};

}  // namespace footfall::store
