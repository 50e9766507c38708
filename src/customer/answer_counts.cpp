#include "footfall/customer/answer_counts.hpp"

#include "footfall/recommend/recommender.hpp"

#include <algorithm>
#include <mutex>

namespace footfall::customer {

namespace {

constexpr std::int64_t ms_per_hour = 3'600'000;

answers_in_span so_far(const scenario_answers& of) { return {of.calls(), of.items}; }

}  // namespace

scenario_answers& answer_counts::of(std::string_view scenario) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto known = by_scenario_.find(scenario); known != by_scenario_.end())
      return known->second.answers;
  }
  const std::unique_lock lock(mutex_);
  auto& made = by_scenario_[std::string(scenario)];
  if (made.marks.empty()) made.marks.push_back({hour_, {}});
  return made.answers;
}

// Answers of other threads that are being counted at this moment may go to either hour.
void answer_counts::begin_hour(std::int64_t hour) {
  const std::unique_lock lock(mutex_);
  if (hour <= hour_) return;  // another thread has begun it, or the clock was set back
  for (auto& [scenario, each] : by_scenario_) {
    const auto now = so_far(each.answers);
    // Hours without an answer need no mark of their own.
    if (!each.marks.empty() && each.marks.back().before == now)
      each.marks.back().hour = hour;
    else
      each.marks.push_back({hour, now});
    if (each.marks.size() > hours_max) each.marks.pop_front();
  }
  hour_ = hour;
}

void answer_counts::count(std::string_view scenario, const recommend::recommendation& answer,
                          std::int64_t now_ms) {
  if (const auto hour = now_ms / ms_per_hour; hour > hour_.load(std::memory_order_relaxed)) begin_hour(hour);
  auto& counts = of(scenario);
  counts.items += answer.items.size();
  if (answer.items.empty())
    ++counts.empty;
  else if (answer.cause != recommend::shortage::none)
    ++counts.few;
  else
    ++(answer.fell_back ? counts.fallback : counts.full);
}

void answer_counts::visit(
    const std::function<void(const std::string& scenario, const scenario_answers& counts)>& visit) const {
  const std::shared_lock lock(mutex_);
  for (const auto& [scenario, counted] : by_scenario_) visit(scenario, counted.answers);
}

// Since the start, or since the oldest hour that is kept.
answers_in_span answer_counts::counted_scenario::before(std::int64_t hour) const {
  const auto next = std::ranges::lower_bound(marks, hour, {}, &hour_mark::hour);
  return next == marks.end() ? so_far(answers) : next->before;
}

answers_in_span answer_counts::since_start(std::string_view scenario) const {
  const std::shared_lock lock(mutex_);
  const auto known = by_scenario_.find(scenario);
  return known == by_scenario_.end() ? answers_in_span{} : so_far(known->second.answers);
}

answers_in_span answer_counts::within(std::string_view scenario, std::int64_t from_hour,
                                      std::int64_t to_hour) const {
  const std::shared_lock lock(mutex_);
  const auto known = by_scenario_.find(scenario);
  if (known == by_scenario_.end() || to_hour <= from_hour) return {};
  const auto begin = known->second.before(from_hour);
  const auto end = known->second.before(to_hour);
  return {end.calls - begin.calls, end.items - begin.items};
}

}  // namespace footfall::customer
