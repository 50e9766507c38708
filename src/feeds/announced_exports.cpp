// Exports that customers have announced wait here for the thread of the puller.
#include "footfall/feeds/feed_puller.hpp"

#include "feeds/take_export.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>

namespace footfall::feeds {

namespace {

using store::entity_kind;
using store::entity_write;

constexpr std::size_t waiting_max = 16;  // of one customer
constexpr std::size_t recalled_max = 100;
constexpr std::size_t transactions_max = 1'000;
constexpr char export_form = '\x01';
constexpr std::string_view transactions_key = "transactions";

entity_write export_write(customer_number customer, std::string key, std::string_view json) {
  return {customer,
          entity_kind::announced_export,
          json.empty() ? entity_write::action::remove : entity_write::action::put,
          0,
          std::move(key),
          json.empty() ? std::string() : export_form + std::string(json)};
}

std::map<std::string, std::string, std::less<>> read_transactions(std::string_view json) {
  std::map<std::string, std::string, std::less<>> read;
  const auto from = nlohmann::json::parse(json, nullptr, false);
  if (!from.is_object()) return read;
  for (const auto& [part, transaction] : from.items())
    if (transaction.is_string()) read.emplace(part, transaction.get<std::string>());
  return read;
}

}  // namespace

result<void> feed_puller::add(const std::string& customer, export_call call) {
  const auto owner = customers_()->find(customer);
  waiting_export next;
  {
    const std::lock_guard lock(mutex_);
    if (!outside_ || !owner) return failure{error::not_ready, "nothing is asked for at the moment"};
    const auto waiting = exports_.find(customer);
    if (waiting != exports_.end() && waiting->second.size() >= waiting_max)
      return failure{error::too_many_requests,
                     fmt::format("{} exports of this customer wait already", waiting_max)};
    // Behind all that were ever announced, also before a restart.
    last_export_ = std::max(last_export_ + 1, static_cast<std::uint64_t>(time_.wall_ms()) * 1'000);
    next = {fmt::format("{:020}", last_export_), std::move(call)};
  }
  std::vector<entity_write> writes{export_write(owner->number, next.key, next.call.json)};
  std::vector<events::event> no_events;
  if (auto stored = log_.append_and_wait(no_events, writes); !stored) return stored.error();
  {
    const std::lock_guard lock(mutex_);
    auto& waiting = exports_[customer];
    const auto is_this = [&](const waiting_export& each) { return each.key == next.key; };
    if (std::ranges::none_of(waiting, is_this)) waiting.push_back(std::move(next));  // else it was recalled
  }
  wake_.notify_all();
  return {};
}

// What waited when the process ended; customers that join come later.
void feed_puller::recall_exports() {
  {
    const std::lock_guard lock(mutex_);
    is_new_ = false;
  }
  const auto customers = customers_();
  for (const auto& [id, owner] : customers->by_id())
    if (!transactions_.contains(id)) recall_exports_of(id, *owner);
}

void feed_puller::recall_exports_of(const std::string& customer, const customer::customer& owner) {
  std::deque<waiting_export> found;
  transactions known;
  const auto read = reader_->scan(owner.number, entity_kind::announced_export, {}, recalled_max,
                                  [&](std::string_view key, std::string_view content) {
                                    if (!content.starts_with(export_form)) return;
                                    if (key == transactions_key)
                                      known = read_transactions(content.substr(1));
                                    else if (auto call = read_export_call(content.substr(1)))
                                      found.push_back({std::string(key), std::move(*call)});
                                  });
  if (!read) return;  // the next run tries it again
  transactions_.emplace(customer, std::move(known));
  if (found.empty()) return;
  const std::lock_guard lock(mutex_);
  // Those that came meanwhile are among them.
  exports_[customer] = std::move(found);
}

// Customers take turns, so that none waits for all the exports of another one.
bool feed_puller::take_export(std::string& customer, waiting_export& next) {
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

result<void> feed_puller::do_export(const std::string& customer, const waiting_export& next) {
  const auto owner = customers_()->find(customer);
  if (!owner) return {};  // a reload has taken it away
  auto done = do_events(customer, *owner, next.call);
  if (stopping_) return done;
  // Whatever came of it: it is not tried again.
  std::vector<entity_write> writes{export_write(owner->number, next.key, {}),
                                   export_write(owner->number, std::string(transactions_key),
                                                nlohmann::json(transactions_[customer]).dump())};
  std::vector<events::event> no_events;
  if (auto stored = log_.append_and_wait(no_events, writes); !stored) return stored.error();
  return done;
}

result<void> feed_puller::do_events(const std::string& customer, customer::customer& owner,
                                    const export_call& call) {
  std::shared_ptr<const outbound::client> outside;
  {
    const std::lock_guard lock(mutex_);
    outside = outside_;
  }
  if (!outside) return {};
  const std::function<bool()> go_on = [this] { return !stopping_; };
  const pull_tools with{*outside, log_, *reader_, time_, go_on};
  auto& begun = transactions_[customer];
  result<void> all;
  for (const auto& event : call.events) {
    if (stopping_) return failure{error::not_ready, "the server is stopping"};
    const auto part = fmt::format("{}/{}", event.type, event.language);
    const auto known = begun.find(part);
    // A further part of the export that has replaced what was there before adds to it.
    const bool goes_on =
        !call.transaction.empty() && known != begun.end() && known->second == call.transaction;
    auto made = feeds::take_export(event, event.action == export_action::full && !goes_on, owner, with);
    if (stopping_) return failure{error::not_ready, "the server is stopping"};
    if (begun.size() >= transactions_max) begun.clear();
    if (made.outcome == run_outcome::published && event.action == export_action::full)
      begun.insert_or_assign(part, call.transaction);
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
