// The connections of one io thread that wait for the event log.
#pragma once

#include "asio_types.hpp"
#include "footfall/http/exchange.hpp"
#include "footfall/store/event_log.hpp"

#include <boost/asio/any_completion_handler.hpp>

#include <atomic>
#include <deque>
#include <optional>
#include <vector>

namespace footfall::server {

/// What became of the tickets that a connection waited for.
struct commit_outcome {
  std::vector<http::failed_tickets> failed;  ///< empty: all are durable
  std::optional<failure> why;
};

/// Since commits come in the order of tickets, a burst of requests waits for its highest one only, and the
/// writer posts one function per io thread and batch, not one per waiter.
class commit_waiters {
 public:
  explicit commit_waiters(asio::io_context& context) : context_(context) {}

  /// To be called on the io thread before anything can be appended: from now on `resolve` posts.
  void expect() noexcept { expecting_.store(true); }

  /// To be called on the io thread when nothing was appended: `resolve` need not post.
  void expect_none() noexcept {
    if (waiting_.empty()) expecting_.store(false);
  }

  /// Completes when the tickets first..last are committed or failed. To be called on the io thread, in the
  /// same step as the append. Not cancellable: the answer depends on it.
  [[nodiscard]] task<commit_outcome> wait(store::ticket first, store::ticket last);

  /// Reports a batch. For the writer thread.
  void resolve(const store::commit_report& report);

 private:
  using handler = asio::any_completion_handler<void(commit_outcome)>;
  struct waiter {
    store::ticket first;
    store::ticket last;
    handler resume;
    commit_outcome outcome;
  };
  static void enqueue(handler resume, commit_waiters* self, store::ticket first, store::ticket last);
  void resolve_here(store::ticket first, store::ticket last, const std::optional<failure>& failed);

  asio::io_context& context_;
  std::deque<waiter> waiting_;  // in order of `last`; of the io thread
  std::atomic<bool> expecting_{false};
};

}  // namespace footfall::server
