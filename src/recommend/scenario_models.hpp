// The models of a scenario in the set that answers: each is looked for once a request.
#pragma once

#include "footfall/model/model_set.hpp"
#include "footfall/recommend/scenario.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace footfall::recommend {

/// A model of a stage.
struct scenario_model {
  std::size_t stage = 0;  ///< its number in the scenario
  const stage_model* part = nullptr;
  const model::built_model* built = nullptr;  ///< has a kind, and perhaps no content
};

/// Those that there are, in the order of the scenario.
using scenario_models = std::span<const scenario_model>;

/// Replaces `found`.
inline void find_models(const scenario& plan, const model::model_set& models,
                        std::vector<scenario_model>& found) {
  found.clear();
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage)
    for (const auto& part : plan.stages[stage].models)
      if (const auto* built = models.find(part.model); built != nullptr && built->kind != nullptr)
        found.push_back({stage, &part, built});
}

/// Those of the first stages.
[[nodiscard]] inline scenario_models of_first_stages(scenario_models all, std::size_t stages) noexcept {
  std::size_t size = 0;
  while (size < all.size() && all[size].stage < stages) ++size;
  return all.first(size);
}

}  // namespace footfall::recommend
