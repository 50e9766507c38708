#include "footfall/customer/model_builder.hpp"

#include "footfall/events/event_kinds.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace footfall::customer {
namespace {

constexpr std::size_t events_per_read = 50'000;

}  // namespace

struct model_builder::source {
  model::event_history history;
  std::size_t changes_built = 0;                        // of the history until the last build
  boost::shared_ptr<const customer_settings> settings;  // of the last build
};

model_builder::model_builder(const builder_settings& settings, customers_source customers,
                             std::unique_ptr<store::event_reader> log, const clock& time)
    : customers_(std::move(customers)), log_(std::move(log)), time_(time), settings_(settings) {}

model_builder::~model_builder() { stop(); }

void model_builder::start() {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    started_ = true;
  }
  thread_ = std::thread([this] { run(); });
}

void model_builder::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  done_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void model_builder::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    if (!wanted_) {
      wake_.wait_for(lock, std::chrono::milliseconds(settings_.rebuild_interval_ms),
                     [this] { return wanted_ || stopping_; });
      if (stopping_) break;
    }
    wanted_ = false;
    ++rounds_begun_;
    const auto forced = std::exchange(forced_, {});
    lock.unlock();
    const auto done = run_once(forced);
    if (!done) spdlog::error("models could not be rebuilt: {}", done.error().detail());
    lock.lock();
    last_failure_ = done ? std::nullopt : std::optional<failure>(done.error());
    rounds_done_ = rounds_begun_;
    done_.notify_all();
  }
}

void model_builder::match_sources(const customer_directory& customers) {
  std::erase_if(sources_, [&](const auto& entry) { return !customers.find(entry.first); });
  const bool newcomers = customers.by_id().size() > sources_.size();
  // A customer that joins a running server may have a past in the log that was passed over until now; that is
  // rare enough to read everything again.
  if (newcomers && place_ != store::cursor{}) {
    sources_.clear();
    place_ = {};
  }
  for (const auto& [id, each] : customers.by_id()) {
    auto& entry = sources_[each->number];
    if (!entry) entry = std::make_unique<source>();
  }
}

result<void> model_builder::read_news(const customer_directory& customers) {
  match_sources(customers);
  customer_number last_number{};
  customer_directory::pointer owner;
  source* target = nullptr;
  const auto visit = [&](const events::event& committed) {
    if (committed.customer != last_number) {
      last_number = committed.customer;
      owner = customers.find(last_number);
      target = owner ? sources_.at(last_number).get() : nullptr;
    }
    if (target == nullptr || !committed.counts()) return;
    const auto* kind = events::find_event_kind(committed.type);
    if (kind == nullptr) return;  // of a newer version
    if (kind->effect == events::event_effect::links || kind->effect == events::event_effect::unlinks)
      target->history.link(committed, owner->settings.load()->linked_users_max);
    if (!kind->for_models) return;
    if (const auto item = owner->items.add(committed.item)) target->history.append(committed, *item);
  };
  for (;;) {
    const auto next = log_->scan(place_, events_per_read, visit);
    if (!next) return next.error();
    if (*next == place_) return {};
    place_ = *next;
  }
}

void model_builder::rebuild(customer& target, source& from, unsigned threads) {
  const auto settings = target.settings.load();
  const model::build_input input{from.history, target.items, time_.wall_ms(), settings->session_minutes * 60,
                                 threads};
  const auto begin_ns = time_.steady_ns();
  target.models.publish(model::build_models(settings->models, input));
  from.changes_built = from.history.changes();
  from.settings = settings;
  spdlog::info("customer {}: {} models built from {} events in {:.1f} ms", settings->id,
               settings->models.size(), from.history.size(),
               static_cast<double>(time_.steady_ns() - begin_ns) / 1e6);
}

result<std::size_t> model_builder::run_once(std::span<const customer_number> forced) {
  const auto customers = customers_();
  building_ = true;
  auto read = read_news(*customers);
  std::size_t rebuilt = 0;
  if (read) {
    const auto threads = [this] {
      const std::lock_guard lock(mutex_);
      return settings_.threads;
    }();
    for (const auto& [id, each] : customers->by_id()) {
      auto& from = *sources_.at(each->number);
      const bool asked_for = std::find(forced.begin(), forced.end(), each->number) != forced.end();
      each->models.collect();
      if (!asked_for && from.settings == each->settings.load() &&
          from.changes_built == from.history.changes())
        continue;
      rebuild(*each, from, threads);
      ++rebuilt;
    }
    first_round_done_ = true;
  }
  building_ = false;
  if (!read) return read.error();
  return rebuilt;
}

void model_builder::ask_for(customer_number which) {
  {
    const std::lock_guard lock(mutex_);
    forced_.push_back(which);
    wanted_ = true;
  }
  wake_.notify_all();
}

result<void> model_builder::build_now(customer_number which) {
  std::unique_lock lock(mutex_);
  if (stopping_ || !started_) return failure{error::not_ready, "the model builder is not running"};
  forced_.push_back(which);
  wanted_ = true;
  const auto round = rounds_begun_ + 1;  // the next one to begin reads everything committed until now
  wake_.notify_all();
  done_.wait(lock, [&] { return rounds_done_ >= round || stopping_; });
  if (rounds_done_ < round) return failure{error::not_ready, "the server is stopping"};
  if (last_failure_) return *last_failure_;
  return {};
}

void model_builder::settings_changed(const builder_settings& settings) {
  {
    const std::lock_guard lock(mutex_);
    settings_ = settings;
    wanted_ = true;
  }
  wake_.notify_all();
}

}  // namespace footfall::customer
