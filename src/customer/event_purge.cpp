#include "footfall/customer/event_purge.hpp"

#include "footfall/core/thread_name.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/events/records.hpp"
#include "forgotten_rows.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::customer {
namespace {

constexpr std::size_t step_events = 1'000;
constexpr std::size_t step_imports = 2'000;
constexpr std::int64_t ms_per_day = 86'400'000;
constexpr std::int64_t observation_ms = 3'600'000;
constexpr std::int64_t first_round_ms = 600'000;

/// Without its links an account would lose what its user did before the last login. (Records such as opting
/// out have types that no limit removes.)
std::uint64_t kept_types() {
  std::uint64_t mask = 0;
  for (const auto& kind : events::event_kinds())
    if (events::is_about_links(kind.effect)) mask |= std::uint64_t{1} << static_cast<unsigned>(kind.type);
  return mask;
}

bool is_expired(const events::event& each, const store::age_limit& limit) {
  return each.time_ms < limit.before_ms && !limit.keeps(each.type);
}

void log_counts(std::string_view customer, std::int64_t retention_ms, const purge_counts& counts) {
  spdlog::info(
      "retention: {}: {} events before, {} of them older than {} days; {} removed; {} events after, {} of "
      "them "
      "too old; {} import ids removed",
      customer, counts.before, counts.expired, retention_ms / ms_per_day, counts.removed, counts.after,
      counts.expired_after, counts.removed_imports);
  if (counts.expired_after > 0) spdlog::warn("retention: {}: not all old events could be removed", customer);
}

}  // namespace

event_purge::event_purge(const store::store_settings& settings, customers_source customers,
                         store::event_store& store, std::unique_ptr<store::event_reader> log,
                         std::filesystem::path directory, const clock& time, observer report,
                         purge_followers followers)
    : customers_(std::move(customers)),
      store_(store),
      log_(std::move(log)),
      directory_(std::move(directory)),
      time_(time),
      report_(std::move(report)),
      followers_(std::move(followers)),
      settings_(settings) {}

event_purge::~event_purge() { stop(); }

void event_purge::start() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
  }
  thread_ = std::thread([this] {
    name_thread("purge");
    run();
  });
}

void event_purge::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void event_purge::settings_changed(const store::store_settings& settings) {
  {
    const std::lock_guard lock(mutex_);
    settings_ = settings;
  }
  wake_.notify_all();
}

void event_purge::run() {
  auto last_round_ns = time_.steady_ns();
  auto last_observation_ns = last_round_ns;
  bool first = true;
  observe_growth();
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    const auto interval_ms =
        first ? std::min(first_round_ms, settings_.purge_interval_ms) : settings_.purge_interval_ms;
    const auto round_ns = last_round_ns + interval_ms * ns_per_ms;
    const auto observation_ns = last_observation_ns + observation_ms * ns_per_ms;
    const auto now_ns = time_.steady_ns();
    if (now_ns < std::min(round_ns, observation_ns)) {
      wake_.wait_for(lock, std::chrono::nanoseconds(std::min(round_ns, observation_ns) - now_ns));
      continue;
    }
    lock.unlock();
    if (now_ns >= observation_ns) {
      observe_growth();
      last_observation_ns = now_ns;
    }
    if (now_ns >= round_ns) {
      if (const auto done = work_.run(time_, [this] { return run_once(); }); !done)
        spdlog::error("retention: {}", done.error().detail());
      last_round_ns = time_.steady_ns();
      first = false;
    }
    lock.lock();
  }
}

void event_purge::observe_growth() {
  growth_.note(time_.wall_ms(), store_.size_bytes());
  std::error_code unknown;
  const auto disk = std::filesystem::space(directory_, unknown);
  days_until_full_ = unknown ? std::nullopt : growth_.days_until_full(disk.available);
  report_({.removed = 0, .days_until_full = days_until_full_});
}

store::age_limit event_purge::limit_of(const customer_directory& customers, customer_number which) const {
  static const auto kept = kept_types();
  // What was left by a customer that is configured no more goes at the age of the others.
  const auto owner = customers.find(which);
  const auto retention_ms = owner ? owner->settings.load()->retention_ms : round_retention_ms_;
  return {which, round_ms_ - retention_ms, kept};
}

bool event_purge::rest_after(std::int64_t step_begin_ns) {
  const auto took_ns = time_.steady_ns() - step_begin_ns;
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, std::chrono::nanoseconds(took_ns), [this] { return stopping_; });
  return !stopping_;
}

result<void> event_purge::remove_events(const customer_directory& customers, counts_by_customer& counts,
                                        forgotten_rows& forgotten) {
  std::map<customer_number, store::age_limit> expired;         // of the step
  std::vector<std::pair<std::size_t, events::event>> forgets;  // of the step, with their places in it
  for (store::cursor place;;) {
    const auto begin_ns = time_.steady_ns();
    expired.clear();
    forgets.clear();
    std::size_t index = 0;
    const auto next = log_->scan(place, step_events, [&](const events::event& each) {
      if (each.type == events::forget_record) forgets.emplace_back(index, each);
      ++index;
      const auto limit = limit_of(customers, each.customer);
      auto& count = counts[each.customer];
      ++count.before;
      if (!is_expired(each, limit)) return;
      ++count.expired;
      expired.emplace(each.customer, limit);
    });
    if (!next) return next.error();
    if (*next == place) return {};
    for (const auto& [at, record] : forgets)
      if (auto done = forgotten.note(record, place, at); !done) return done;
    for (const auto& [which, limit] : expired) {
      const auto removed = store_.prune_before(limit, place, *next);
      if (!removed) return removed.error();
      counts[which].removed += *removed;
      report_({.removed = *removed, .days_until_full = days_until_full_});
    }
    if (!expired.empty()) store_.maintain();
    place = *next;
    if (!rest_after(begin_ns)) return {};
  }
}

result<void> event_purge::count_again(const customer_directory& customers, counts_by_customer& counts) {
  for (store::cursor place;;) {
    const auto begin_ns = time_.steady_ns();
    const auto next = log_->scan(place, step_events, [&](const events::event& each) {
      auto& count = counts[each.customer];
      ++count.after;
      if (is_expired(each, limit_of(customers, each.customer))) ++count.expired_after;
    });
    if (!next) return next.error();
    if (*next == place || !rest_after(begin_ns)) return {};
    place = *next;
  }
}

result<void> event_purge::remove_imports(const customer_directory& customers, counts_by_customer& counts) {
  for (const auto& [id, each] : customers.by_id()) {
    const auto limit = limit_of(customers, each->number);
    for (store::import_prune_step step; !step.end;) {
      const auto begin_ns = time_.steady_ns();
      const auto done = store_.prune_imports(limit, step.next, step_imports);
      if (!done) return done.error();
      step = *done;
      counts[each->number].removed_imports += step.removed;
      if (step.removed > 0) store_.maintain();
      if (!rest_after(begin_ns)) return {};
    }
  }
  return {};
}

result<void> event_purge::shrink() {
  for (;;) {
    const auto begin_ns = time_.steady_ns();
    const auto more = store_.give_space_back();
    if (!more) return more.error();
    if (!*more) return {};
    store_.maintain();
    if (!rest_after(begin_ns)) return {};
  }
}

result<purge_counts> event_purge::run_once() {
  const auto customers = customers_();
  {
    const std::lock_guard lock(mutex_);
    round_retention_ms_ = settings_.retention_ms;
  }
  round_ms_ = time_.wall_ms();
  counts_by_customer counts;
  forgotten_rows forgotten(store_, *log_, time_, followers_,
                           [this](std::int64_t step_begin_ns) { return rest_after(step_begin_ns); });
  if (auto done = remove_events(*customers, counts, forgotten); !done) return done.error();
  if (followers_.forget_before)
    for (const auto& [which, count] : counts)
      if (count.removed > 0) followers_.forget_before(which, limit_of(*customers, which).before_ms);
  for (const auto& [id, each] : customers->by_id()) {
    const auto before_s = static_cast<std::uint32_t>(limit_of(*customers, each->number).before_ms / 1000);
    each->items.forget_before(before_s);
    each->segments.expire(before_s);
  }
  const auto erased = forgotten.erase(step_events);
  if (!erased) return erased.error();
  if (auto done = remove_imports(*customers, counts); !done) return done.error();
  if (auto done = shrink(); !done) return done.error();
  const bool lost =
      *erased > 0 || std::ranges::any_of(counts, [](const auto& each) { return each.second.expired > 0; });
  if (lost)
    if (auto done = count_again(*customers, counts); !done) return done.error();
  purge_counts all;
  all.erased = *erased;
  for (const auto& [which, each] : counts) {
    const auto owner = customers->find(which);
    if (each.expired > 0)
      log_counts(owner ? "customer " + owner->settings.load()->id : "a customer that is not configured",
                 round_ms_ - limit_of(*customers, which).before_ms, each);
    all.before += each.before;
    all.expired += each.expired;
    all.removed += each.removed;
    all.after += lost ? each.after : each.before;
    all.expired_after += each.expired_after;
    all.removed_imports += each.removed_imports;
  }
  return all;
}

}  // namespace footfall::customer
