// The writer thread: takes the whole queue, stores it as one transaction, tells those who wait.
#include "footfall/store/event_log.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/core/thread_name.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <iterator>
#include <new>
#include <span>
#include <utility>

namespace footfall::store {

namespace {

/// A batch with room for more events than this gives its memory back when it is far from full.
constexpr std::size_t kept_events = 8192;

/// Without memory for it a commit has failed like any other: whoever waits is told, and the store is opened
/// again.
result<batch_outcome> store_batch(event_store& store, std::span<const events::event> group,
                                  std::span<const entity_write> entities) {
  try {
    return store.append_batch(group, entities);
  } catch (const std::bad_alloc&) {
    return failure{error::store_failed, "out of memory"};
  }
}

/// Stores all but the refused, which count among the repeats of the outcome.
result<batch_outcome> store_admitted(event_store& store, std::span<const events::event> group,
                                     const std::vector<std::size_t>& refused,
                                     std::span<const entity_write> entities) {
  if (refused.empty()) return store_batch(store, group, entities);
  std::vector<events::event> admitted;
  std::vector<std::size_t> skipped = refused;
  std::vector<std::size_t> places;  // in `group` of the admitted
  for (std::size_t index = 0; index < group.size(); ++index) {
    if (std::ranges::binary_search(refused, index)) continue;
    admitted.push_back(group[index]);
    places.push_back(index);
  }
  auto stored = store_batch(store, admitted, entities);
  if (!stored) return stored;
  for (const auto index : stored->repeated) skipped.push_back(places[index]);
  std::ranges::sort(skipped);
  stored->repeated = std::move(skipped);
  return stored;
}

/// Does the work and shows meanwhile since when it is at it.
template <class Work>
auto at_work(std::atomic<std::int64_t>& since_ns, const Work& work) {
  since_ns = system_clock().steady_ns();
  auto done = work();
  since_ns = 0;
  return done;
}

std::size_t bytes_of(const std::vector<events::event>& group) {
  std::size_t sum = 0;
  for (const auto& one : group) sum += sizeof(one) + one.item.text.size() + one.details.size();
  return sum;
}

std::size_t bytes_of(const std::vector<entity_write>& group) {
  std::size_t sum = 0;
  for (const auto& one : group) sum += sizeof(one) + one.key.size() + one.content.size();
  return sum;
}

template <class T>
void append_moved(std::vector<T>& to, std::vector<T>& from) {
  to.insert(to.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.end()));
}

/// Takes out what was left out, ascending indices, so that what remains is what was stored.
template <class T>
void remove_all_of(const std::vector<std::size_t>& left_out, std::vector<T>& from) {
  if (left_out.empty()) return;
  auto skipped = left_out.begin();
  auto kept = left_out.front();
  for (auto index = kept; index < from.size(); ++index) {
    if (skipped != left_out.end() && *skipped == index)
      ++skipped;
    else
      from[kept++] = std::move(from[index]);
  }
  from.erase(from.begin() + static_cast<std::ptrdiff_t>(kept), from.end());
}

/// Those of `indices`, ascending, that are in [begin, end), counted from `begin`.
std::vector<std::size_t> part_of(const std::vector<std::size_t>& indices, std::size_t begin,
                                 std::size_t end) {
  std::vector<std::size_t> part(std::ranges::lower_bound(indices, begin),
                                std::ranges::lower_bound(indices, end));
  for (auto& index : part) index -= begin;
  return part;
}

}  // namespace

event_log::event_log(event_store& store, std::size_t queue_events_max, std::size_t queue_bytes_max,
                     observer on_commit, std::int64_t recover_interval_ms, admission admit)
    : store_(store),
      queue_events_max_(queue_events_max),
      queue_bytes_max_(queue_bytes_max),
      on_commit_(std::move(on_commit)),
      recover_interval_(recover_interval_ms),
      admit_(std::move(admit)),
      writer_([this] {
        name_thread("writer");
        write_until_stopped();
      }) {}

event_log::~event_log() { stop(); }

/// Never written to, since it is empty.
std::vector<entity_write>& event_log::no_entities() noexcept {
  static std::vector<entity_write> none;
  return none;
}

result<batch_outcome> event_log::append_and_wait(std::vector<events::event>& group,
                                                 std::vector<entity_write>& entities) {
  waiting_caller caller;
  const auto queued = enqueue(group, entities, &caller);
  if (!queued) return queued.error();
  std::unique_lock lock(mutex_);
  caller.wake.wait(lock, [&] { return caller.told; });
  if (caller.failed) return *caller.failed;
  return std::move(caller.outcome);
}

result<ticket> event_log::enqueue(std::vector<events::event>& group, std::vector<entity_write>& entities,
                                  waiting_caller* caller) {
  const auto bytes = bytes_of(group) + bytes_of(entities);
  ticket given{};
  bool wake{};
  {
    const std::lock_guard guard(mutex_);
    if (stopping_) return failure{error::not_ready, "events are not taken any more: the program is stopping"};
    if (failing_) return failure{error::store_failed, "events cannot be stored at the moment: try again"};
    const auto waiting = queue_.events.size() + queue_.entities.size();
    if (waiting + group.size() + entities.size() > queue_events_max_ ||
        queue_.bytes + bytes > queue_bytes_max_)
      return failure{error::queue_full,
                     fmt::format("{} events wait for the disk already: try again", waiting)};
    given = next_ticket_++;
    append_moved(queue_.events, group);
    if (!entities.empty()) {
      append_moved(queue_.entities, entities);
      queue_.events_before.resize(queue_.entities.size(), queue_.events.size());
    }
    queue_.groups.push_back({group.size(), entities.size()});
    queue_.bytes += bytes;
    if (caller != nullptr) {
      caller->which = given;
      queue_.callers.push_back(caller);
    }
    wake = std::exchange(writer_waits_, false);
  }
  if (wake) work_.notify_one();
  group.clear();
  if (!entities.empty()) entities.clear();
  return given;
}

event_log_figures event_log::figures() const {
  const std::lock_guard guard(mutex_);
  return {queue_.events.size() + queue_.entities.size(), queue_.bytes, failing_,
          failing_ ? why_failing_ : std::string(), working_since_ns_};
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
  refuse_unless(at_work(working_since_ns_, [&] { return store_.recover(); }));
  batch taken;
  bool more_to_maintain = true;
  for (;;) {
    while (more_to_maintain && is_idle())
      more_to_maintain = at_work(working_since_ns_, [&] { return store_.maintain(); });
    if (!wait_for_work()) {
      refuse_unless(at_work(working_since_ns_, [&] { return store_.check(); }));
      continue;
    }
    if (!take_queue(taken)) return;
    more_to_maintain = at_work(working_since_ns_, [&] { return commit(taken); });
  }
}

/// False when nothing has come for as long as the store need not be looked at.
bool event_log::wait_for_work() {
  const auto until = std::chrono::steady_clock::now() + recover_interval_;
  std::unique_lock lock(mutex_);
  bool in_time = true;
  while (queue_.groups.empty() && !stopping_ && in_time) {
    writer_waits_ = true;
    in_time = work_.wait_until(lock, until) == std::cv_status::no_timeout;
  }
  writer_waits_ = false;
  return !queue_.groups.empty() || stopping_;
}

/// When the store is not sound, fails what has gathered and takes nothing until it is.
void event_log::refuse_unless(const result<void>& sound) {
  if (sound) return;
  batch none;
  fail(none, sound.error(), 0);
  recover_unless_stopped();
}

bool event_log::is_idle() const {
  const std::lock_guard guard(mutex_);
  return queue_.groups.empty() && !stopping_;
}

/// Exchanges the queue for the empty batch; false when there was nothing in it.
bool event_log::take_queue(batch& taken) {
  if (taken.events.capacity() > kept_events && taken.events.size() < taken.events.capacity() / 4)
    std::vector<events::event>().swap(taken.events);
  taken.events.clear();
  taken.entities.clear();
  taken.events_before.clear();
  taken.groups.clear();
  taken.callers.clear();
  taken.bytes = 0;
  const std::lock_guard guard(mutex_);
  taken.first = next_ticket_;
  std::swap(taken, queue_);
  return !taken.groups.empty();
}

/// Returns whether the store has more housekeeping to do.
bool event_log::commit(batch& taken) {
  const system_clock time;
  const auto begun_ns = time.steady_ns();
  const auto refused = admit_ ? admit_(taken.events) : std::vector<std::size_t>();
  const auto stored = store_admitted(store_, taken.events, refused, taken.entities);
  const auto duration_ns = time.steady_ns() - begun_ns;
  if (stored) {
    report_success(taken, *stored, duration_ns);
    return store_.maintain();
  }
  fail(taken, stored.error(), duration_ns);
  recover_unless_stopped();
  return true;
}

void event_log::report_success(batch& taken, const batch_outcome& outcome, std::int64_t duration_ns) {
  const auto& repeated = outcome.repeated;
  remove_all_of(repeated, taken.events);
  for (auto& before : taken.events_before)
    before -= static_cast<std::size_t>(std::ranges::lower_bound(repeated, before) - repeated.begin());
  remove_all_of(outcome.dropped, taken.entities);
  remove_all_of(outcome.dropped, taken.events_before);
  on_commit_({.first = taken.first,
              .last = taken.first + taken.groups.size() - 1,
              .events = taken.events,
              .entities = taken.entities,
              .events_before = taken.events_before,
              .repeated = repeated.size(),
              .duration_ns = duration_ns,
              .end = outcome.end});
  const std::lock_guard guard(mutex_);
  auto which = taken.first;
  group_size begin;
  auto group = taken.groups.begin();
  for (auto* const caller : taken.callers) {
    for (; which < caller->which; ++which, ++group) {
      begin.events += group->events;
      begin.entities += group->entities;
    }
    caller->outcome.end = outcome.end;
    caller->outcome.repeated = part_of(repeated, begin.events, begin.events + group->events);
    caller->outcome.dropped = part_of(outcome.dropped, begin.entities, begin.entities + group->entities);
    caller->told = true;
    caller->wake.notify_one();  // under the lock: the caller may be gone right after
  }
}

void event_log::report_failure(batch& taken, const failure& why, std::int64_t duration_ns) {
  on_commit_({.first = taken.first,
              .last = taken.first + taken.groups.size() - 1,
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
    why_failing_ = why.detail();
  }
  spdlog::error("event store: {}; no events are taken until it can write again", why.detail());
  if (!taken.groups.empty()) report_failure(taken, why, duration_ns);
  if (take_queue(taken)) report_failure(taken, why, 0);
}

void event_log::recover_unless_stopped() {
  working_since_ns_ = 0;
  std::unique_lock lock(mutex_);
  while (!work_.wait_for(lock, recover_interval_, [this] { return stopping_; })) {
    lock.unlock();
    const auto recovered = at_work(working_since_ns_, [&] { return store_.recover(); });
    if (recovered) spdlog::info("event store: it can write again");
    lock.lock();
    if (recovered) {
      failing_ = false;
      return;
    }
  }
}

}  // namespace footfall::store
