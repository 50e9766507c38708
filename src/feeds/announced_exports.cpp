// Exports that customers have announced wait here for the thread of the puller.
#include "footfall/feeds/feed_puller.hpp"

#include "feeds/take_export.hpp"

#include <fmt/format.h>

namespace footfall::feeds {

namespace {

constexpr std::size_t waiting_max = 16;  // of one customer

}  // namespace

result<void> feed_puller::add(const std::string& customer, export_call call) {
  {
    const std::lock_guard lock(mutex_);
    if (!outside_) return failure{error::not_ready, "nothing is asked for at the moment"};
    auto& waiting = exports_[customer];
    if (waiting.size() >= waiting_max)
      return failure{error::too_many_requests,
                     fmt::format("{} exports of this customer wait already", waiting_max)};
    waiting.push_back(std::move(call));
  }
  wake_.notify_all();
  return {};
}

// Customers take turns, so that none waits for all the exports of another one.
bool feed_puller::take_export(std::string& customer, export_call& next) {
  const std::lock_guard lock(mutex_);
  if (exports_.empty() || !outside_) return false;
  auto turn = exports_.upper_bound(last_export_of_);
  if (turn == exports_.end()) turn = exports_.begin();
  customer = last_export_of_ = turn->first;
  next = std::move(turn->second.front());
  turn->second.pop_front();
  if (turn->second.empty()) exports_.erase(turn);
  return true;
}

result<void> feed_puller::do_export(const std::string& customer, const export_call& call) {
  const auto owner = customers_()->find(customer);
  if (!owner) return {};  // a reload has taken it away
  std::shared_ptr<const outbound::client> outside;
  {
    const std::lock_guard lock(mutex_);
    outside = outside_;
  }
  if (!outside) return {};
  const std::function<bool()> go_on = [this] { return !stopping_; };
  const pull_tools with{*outside, log_, *reader_, time_, go_on};
  result<void> all;
  for (const auto& event : call.events) {
    if (stopping_) return failure{error::not_ready, "the server is stopping"};
    const auto part = fmt::format("{}/{}/{}", customer, event.type, event.language);
    const auto known = transactions_.find(part);
    // A further part of the export that has replaced what was there before adds to it.
    const bool goes_on =
        !call.transaction.empty() && known != transactions_.end() && known->second == call.transaction;
    auto made = feeds::take_export(event, event.action == export_action::full && !goes_on, *owner, with);
    if (stopping_) return failure{error::not_ready, "the server is stopping"};
    if (made.outcome == run_outcome::published && event.action == export_action::full)
      transactions_.insert_or_assign(part, call.transaction);
    if (made.outcome != run_outcome::published)
      all = failure{error::io_failed, fmt::format("customer {}: {}: {}", customer, made.source, made.reason)};
    log_run(customer, made);
    note(customer, std::move(made));
  }
  return all;
}

void feed_puller::note(const std::string& customer, feed_run&& made) {
  const std::lock_guard lock(mutex_);
  ++counts_[customer][static_cast<std::size_t>(made.outcome)];
  auto& runs = export_runs_[customer];
  runs.push_front(std::move(made));
  if (runs.size() > feed_state::runs_max) runs.pop_back();
}

}  // namespace footfall::feeds
