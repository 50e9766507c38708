#include "api/richrelevance/placement_scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace footfall::api::richrelevance {

std::string_view placement_scenarios::next(std::string_view placement, const placement_context* own) {
  return used_.emplace_back(choose(placement, own));
}

std::string_view placement_scenarios::choose(std::string_view placement, const placement_context* own) const {
  if (own != nullptr && !own->scenario.empty()) return own->scenario;
  if (const auto named = keys_.placements.find(placement); named != keys_.placements.end())
    return named->second.scenario;
  const auto of_page = keys_.placements.find(fmt::format("{}.*", page_.name));
  if (of_page != keys_.placements.end() && is_unused(of_page->second.scenario))
    return of_page->second.scenario;
  if (const auto usual = unused_of(page_); !usual.empty()) return usual;
  for (const auto& other : page_types())
    if (const auto usual = unused_of(other); !usual.empty()) return usual;
  return page_.scenarios[used_.size() % page_.scenarios.size()];
}

std::string_view placement_scenarios::unused_of(const page_type& page) const {
  for (const auto scenario : page.scenarios) {
    const auto* const known = settings_.find_scenario(scenario);
    if (known != nullptr && known->enabled && is_unused(scenario)) return scenario;
  }
  return {};
}

bool placement_scenarios::is_unused(std::string_view scenario) const {
  return std::ranges::find(used_, scenario) == used_.end();
}

}  // namespace footfall::api::richrelevance
