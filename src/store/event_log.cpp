// The writer thread: takes the whole queue, stores it as one transaction, tells those who wait.
#include "footfall/store/event_log.hpp"

#include "footfall/core/clock.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <utility>

namespace footfall::store {

namespace {

/// A batch with room for more events than this gives its memory back when it is far from full.
constexpr std::size_t kept_events = 8192;

std::size_t bytes_of(const std::vector<events::event>& group) {
  std::size_t sum = 0;
  for (const auto& one : group) sum += sizeof(one) + one.item.text.size() + one.details.size();
  return sum;
}

/// Takes the repeated ones out, so that what is left is what was stored.
void remove_repeated(std::vector<events::event>& events, const std::vector<std::size_t>& repeated) {
  if (repeated.empty()) return;
  auto skipped = repeated.begin();
  auto kept = repeated.front();
  for (auto index = kept; index < events.size(); ++index) {
    if (skipped != repeated.end() && *skipped == index)
      ++skipped;
    else
      events[kept++] = std::move(events[index]);
  }
  events.resize(kept);
}

/// Those of `repeated`, ascending indices, that are in [begin, end), counted from `begin`.
std::vector<std::size_t> part_of(const std::vector<std::size_t>& repeated, std::size_t begin,
                                 std::size_t end) {
  std::vector<std::size_t> part(std::ranges::lower_bound(repeated, begin),
                                std::ranges::lower_bound(repeated, end));
  for (auto& index : part) index -= begin;
  return part;
}

}  // namespace

event_log::event_log(event_store& store, std::size_t queue_events_max, std::size_t queue_bytes_max,
                     observer on_commit, std::int64_t recover_interval_ms)
    : store_(store),
      queue_events_max_(queue_events_max),
      queue_bytes_max_(queue_bytes_max),
      on_commit_(std::move(on_commit)),
      recover_interval_(recover_interval_ms),
      writer_([this] { write_until_stopped(); }) {}

event_log::~event_log() { stop(); }

result<ticket> event_log::append(std::vector<events::event>& group) { return enqueue(group, nullptr); }

result<batch_outcome> event_log::append_and_wait(std::vector<events::event>& group) {
  waiting_caller caller;
  const auto queued = enqueue(group, &caller);
  if (!queued) return queued.error();
  std::unique_lock lock(mutex_);
  caller.wake.wait(lock, [&] { return caller.told; });
  if (caller.failed) return *caller.failed;
  return std::move(caller.outcome);
}

result<ticket> event_log::enqueue(std::vector<events::event>& group, waiting_caller* caller) {
  const auto bytes = bytes_of(group);
  ticket given{};
  bool wake{};
  {
    const std::lock_guard guard(mutex_);
    if (stopping_) return failure{error::not_ready, "events are not taken any more: the program is stopping"};
    if (failing_) return failure{error::store_failed, "events cannot be stored at the moment: try again"};
    if (queue_.events.size() + group.size() > queue_events_max_ || queue_.bytes + bytes > queue_bytes_max_)
      return failure{error::queue_full,
                     fmt::format("{} events wait for the disk already: try again", queue_.events.size())};
    given = next_ticket_++;
    queue_.events.insert(queue_.events.end(), std::make_move_iterator(group.begin()),
                         std::make_move_iterator(group.end()));
    queue_.group_sizes.push_back(group.size());
    queue_.bytes += bytes;
    if (caller != nullptr) {
      caller->which = given;
      queue_.callers.push_back(caller);
    }
    wake = std::exchange(writer_waits_, false);
  }
  if (wake) work_.notify_one();
  group.clear();
  return given;
}

event_log_figures event_log::figures() const {
  const std::lock_guard guard(mutex_);
  return {queue_.events.size(), queue_.bytes, failing_};
}

void event_log::stop() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
  }
  work_.notify_one();
  const std::lock_guard guard(join_mutex_);
  if (writer_.joinable()) writer_.join();
}

void event_log::write_until_stopped() {
  batch taken;
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      while (queue_.group_sizes.empty() && !stopping_) {
        writer_waits_ = true;
        work_.wait(lock);
      }
      writer_waits_ = false;
    }
    if (!take_queue(taken)) return;
    commit(taken);
  }
}

/// Exchanges the queue for the empty batch; false when there was nothing in it.
bool event_log::take_queue(batch& taken) {
  if (taken.events.capacity() > kept_events && taken.events.size() < taken.events.capacity() / 4)
    std::vector<events::event>().swap(taken.events);
  taken.events.clear();
  taken.group_sizes.clear();
  taken.callers.clear();
  taken.bytes = 0;
  const std::lock_guard guard(mutex_);
  taken.first = next_ticket_;
  std::swap(taken, queue_);
  return !taken.group_sizes.empty();
}

void event_log::commit(batch& taken) {
  const system_clock time;
  const auto begun_ns = time.steady_ns();
  const auto stored = store_.append_batch(taken.events);
  const auto duration_ns = time.steady_ns() - begun_ns;
  if (stored) {
    report_success(taken, *stored, duration_ns);
    store_.maintain();
  } else {
    fail(taken, stored.error(), duration_ns);
    recover_unless_stopped();
  }
}

void event_log::report_success(batch& taken, const batch_outcome& outcome, std::int64_t duration_ns) {
  const auto& repeated = outcome.repeated;
  remove_repeated(taken.events, repeated);
  on_commit_({.first = taken.first,
              .last = taken.first + taken.group_sizes.size() - 1,
              .events = taken.events,
              .repeated = repeated.size(),
              .duration_ns = duration_ns,
              .end = outcome.end});
  const std::lock_guard guard(mutex_);
  auto which = taken.first;
  std::size_t begin = 0;
  auto group = taken.group_sizes.begin();
  for (auto* const caller : taken.callers) {
    for (; which < caller->which; ++which) begin += *group++;
    caller->outcome.end = outcome.end;
    caller->outcome.repeated = part_of(repeated, begin, begin + *group);
    caller->told = true;
    caller->wake.notify_one();  // under the lock: the caller may be gone right after
  }
}

void event_log::report_failure(batch& taken, const failure& why, std::int64_t duration_ns) {
  on_commit_({.first = taken.first,
              .last = taken.first + taken.group_sizes.size() - 1,
              .events = {},
              .failed = &why,
              .duration_ns = duration_ns,
              .end = {}});
  const std::lock_guard guard(mutex_);
  for (auto* const caller : taken.callers) {
    caller->failed = why;
    caller->told = true;
    caller->wake.notify_one();
  }
}

/// Fails the batch and what has gathered since. From its first line on nothing is added to the queue.
void event_log::fail(batch& taken, const failure& why, std::int64_t duration_ns) {
  {
    const std::lock_guard guard(mutex_);
    failing_ = true;
  }
  spdlog::error("event store: {}; no events are taken until it can write again", why.detail());
  report_failure(taken, why, duration_ns);
  if (take_queue(taken)) report_failure(taken, why, 0);
}

void event_log::recover_unless_stopped() {
  std::unique_lock lock(mutex_);
  while (!work_.wait_for(lock, recover_interval_, [this] { return stopping_; })) {
    lock.unlock();
    const auto recovered = store_.recover();
    if (recovered) spdlog::info("event store: it can write again");
    lock.lock();
    if (recovered) {
      failing_ = false;
      return;
    }
  }
}

}  // namespace footfall::store
