// Group commit: many threads append, one thread writes whatever has gathered as one transaction.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/event.hpp"
#include "footfall/store/event_store.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

namespace footfall::store {

/// Number of an append, from 1, in the order of commits. Belongs to this process, not to the store.
using ticket = std::uint64_t;

/// What the writer reports after each attempt to commit.
struct commit_report {
  ticket first{};
  ticket last{};
  std::span<const events::event> events;     ///< those that were stored; valid during the call only
  std::span<const entity_write> entities{};  ///< those that were done, in their order; valid as `events`
  /// For each of `entities` how many of `events` were handed over before it.
  std::span<const std::size_t> events_before{};
  std::size_t repeated = 0;         ///< those that were skipped as repeats of imported lines, or not admitted
  const failure* failed = nullptr;  ///< null: all tickets are durable; else none is
  std::int64_t duration_ns = 0;     ///< of the transaction
  log_mark end;                     ///< behind what was stored; not after a failure
};

/// A moment's figures.
struct event_log_figures {
  std::size_t waiting_events = 0;  ///< and writes of entities; not those that are being written
  std::size_t waiting_bytes = 0;
  bool failing = false;  ///< the store cannot write; appends are refused
  std::string why;       ///< it cannot, for operators
  std::int64_t working_since_ns =
      0;  ///< steady clock: since when the writer is at one piece of work; 0: it waits
};

/// The only way for events and entities into the store.
///
/// `on_commit` is called on the writer thread, in commit order, once for every ticket, before anyone who
/// waits is told; it must not throw. After a failed commit the state of the file is unknown (LevelDB's rule),
/// so what has gathered meanwhile fails, too, and appends are refused until `event_store::recover` has
/// succeeded; it is tried once in `recover_interval_ms`. That is so from the start on when the store cannot
/// be written, and when `event_store::check`, asked as often, finds that it is not in its place any more.
class event_log {
 public:
  using observer = std::function<void(const commit_report&)>;
  /// What the writer asks right before it stores a batch: it may mark events, and returns those (indices,
  /// ascending) that are not to be stored. Called on the writer thread after the `on_commit` of the last
  /// batch.
  using admission = std::function<std::vector<std::size_t>(std::span<events::event>)>;

  event_log(event_store& store, std::size_t queue_events_max, std::size_t queue_bytes_max, observer on_commit,
            std::int64_t recover_interval_ms = 1000, admission admit = {});
  ~event_log();
  event_log(const event_log&) = delete;
  event_log& operator=(const event_log&) = delete;

  /// Queues a group of events, which is stored as a whole or not at all; it is durable once `on_commit` has
  /// reported its ticket. Takes the events out of `group` and leaves it empty, with its memory.
  /// Errors: `queue_full` when `queue_events_max` or `queue_bytes_max` would be passed; `store_failed` while
  /// the store cannot write; `not_ready` after `stop`. `group` is then unchanged.
  /// Thread-safe; never waits for the disk. Source: protocol B1, "processing is asynchronous".
  [[nodiscard]] result<ticket> append(std::vector<events::event>& group) {
    return enqueue(group, no_entities(), nullptr);
  }

  /// The same with writes of entities, which count as events do and come after those of the group; either
  /// list may be empty.
  [[nodiscard]] result<ticket> append(std::vector<events::event>& group,
                                      std::vector<entity_write>& entities) {
    return enqueue(group, entities, nullptr);
  }

  /// Appends and waits for the commit; tells which of the group (by index) were
  /// repeats or not admitted, and which writes were dropped. For
  /// worker threads; never from `on_commit`.
  /// Errors: as `append`, and `store_failed` when the commit failed.
  [[nodiscard]] result<batch_outcome> append_and_wait(std::vector<events::event>& group) {
    return append_and_wait(group, no_entities());
  }
  [[nodiscard]] result<batch_outcome> append_and_wait(std::vector<events::event>& group,
                                                      std::vector<entity_write>& entities);

  /// As `event_store::begin_replacement`. Waits for the disk. Thread-safe.
  [[nodiscard]] result<std::uint64_t> begin_replacement(customer_number customer, entity_kind kind) {
    return store_.begin_replacement(customer, kind);
  }

  [[nodiscard]] event_log_figures figures() const;

  /// Commits what waits, refuses new appends and ends the writer thread. Idempotent. Thread-safe.
  void stop();

 private:
  /// A caller of `append_and_wait`; lives on its stack, guarded by `mutex_`.
  struct waiting_caller {
    ticket which{};
    bool told = false;
    batch_outcome outcome;
    std::optional<failure> failed;
    std::condition_variable wake;  // of its own, so that a commit wakes those only that it concerns
  };

  /// How many of what one ticket has.
  struct group_size {
    std::size_t events = 0;
    std::size_t entities = 0;
  };

  /// What is stored as one transaction.
  struct batch {
    std::vector<events::event> events;
    std::vector<entity_write> entities;
    std::vector<std::size_t> events_before;  // of each of `entities`
    std::vector<group_size> groups;          // one ticket each
    std::vector<waiting_caller*> callers;    // in order of their tickets
    std::size_t bytes = 0;
    ticket first = 1;
  };

  [[nodiscard]] static std::vector<entity_write>& no_entities() noexcept;
  [[nodiscard]] result<ticket> enqueue(std::vector<events::event>& group, std::vector<entity_write>& entities,
                                       waiting_caller* caller);
  void write_until_stopped();
  [[nodiscard]] bool take_queue(batch& taken);
  [[nodiscard]] bool is_idle() const;
  [[nodiscard]] bool commit(batch& taken);
  void report_success(batch& taken, const batch_outcome& outcome, std::int64_t duration_ns);
  void report_failure(batch& taken, const failure& why, std::int64_t duration_ns);
  void fail(batch& taken, const failure& why, std::int64_t duration_ns);
  [[nodiscard]] bool wait_for_work();
  void refuse_unless(const result<void>& sound);
  void recover_unless_stopped();

  event_store& store_;
  const std::size_t queue_events_max_;
  const std::size_t queue_bytes_max_;
  const observer on_commit_;
  const std::chrono::milliseconds recover_interval_;
  const admission admit_;

  mutable std::mutex mutex_;  // guards everything down to `stopping_`
  std::condition_variable work_;
  batch queue_;
  ticket next_ticket_ = 1;
  bool writer_waits_ = false;
  bool failing_ = false;
  std::string why_failing_;
  bool stopping_ = false;

  std::atomic<std::int64_t> working_since_ns_{0};

  std::mutex join_mutex_;  // guards the end of `writer_`
  std::thread writer_;
};

}  // namespace footfall::store
