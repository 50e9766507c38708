#include "commit_waiters.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace footfall::server {

void commit_waiters::enqueue(handler resume, commit_waiters* self, store::ticket first, store::ticket last) {
  self->waiting_.push_back({first, last, std::move(resume), {}});
}

task<commit_outcome> commit_waiters::wait(store::ticket first, store::ticket last) {
  // No coroutine of its own, which every click would pay for. A plain function with arguments: g++ 12
  // destroys a capturing lambda twice in such an expression.
  return asio::async_initiate<const asio::use_awaitable_t<executor>, void(commit_outcome)>(
      &commit_waiters::enqueue, asio::use_awaitable_t<executor>{}, this, first, last);
}

void commit_waiters::resolve(const store::commit_report& report) {
  // The flag was set before the append, and the append's lock orders it before this batch.
  if (!expecting_.load()) return;
  asio::post(context_, [this, first = report.first, last = report.last,
                        failed = report.failed ? std::optional(*report.failed) : std::nullopt] {
    resolve_here(first, last, failed);
  });
}

void commit_waiters::resolve_here(store::ticket first, store::ticket last,
                                  const std::optional<failure>& failed) {
  if (failed) {
    for (auto& each : waiting_) {
      if (each.first > last || each.last < first) continue;
      each.outcome.failed.push_back({first, last});
      each.outcome.why = failed;
    }
  }
  // A resumed connection may begin the next wait at once: take each waiter out before it runs.
  while (!waiting_.empty() && waiting_.front().last <= last) {
    auto done = std::move(waiting_.front());
    waiting_.pop_front();
    std::move(done.resume)(std::move(done.outcome));
  }
}

}  // namespace footfall::server
