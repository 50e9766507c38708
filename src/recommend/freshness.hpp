// How long an answer stays as it is (protocol C4).
#pragma once

#include "footfall/recommend/recommender.hpp"
#include "recommend/scenario_models.hpp"

namespace footfall::recommend {

/// Whether a stage is about categories also where the request names none. Thread-safe.
[[nodiscard]] bool has_own_categories(const scenario_stage& stage) noexcept;

/// Of an answer of a scenario with these models, of which the first were `asked`; `reads_user`: another user
/// might have got another one.
[[nodiscard]] freshness freshness_of(const recommend_input& input, scenario_models models,
                                     scenario_models asked, bool reads_user);

}  // namespace footfall::recommend
