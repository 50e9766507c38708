#include "footfall/customer/answer_counts.hpp"

#include "footfall/recommend/recommender.hpp"

#include <mutex>

namespace footfall::customer {

scenario_answers& answer_counts::of(std::string_view scenario) {
  {
    const std::shared_lock lock(mutex_);
    if (const auto known = by_scenario_.find(scenario); known != by_scenario_.end()) return known->second;
  }
  const std::unique_lock lock(mutex_);
  return by_scenario_[std::string(scenario)];
}

void answer_counts::count(std::string_view scenario, const recommend::recommendation& answer) {
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
  for (const auto& [scenario, counts] : by_scenario_) visit(scenario, counts);
}

}  // namespace footfall::customer
