// How long an answer stays as it is (protocol C4).
#pragma once

#include "footfall/recommend/recommender.hpp"

#include <span>

namespace footfall::recommend {

/// Whether a stage is about categories also where the request names none. Thread-safe.
[[nodiscard]] bool has_own_categories(const scenario_stage& stage) noexcept;

/// Of an answer for which these stages were asked; `reads_user`: another user might have got another one.
[[nodiscard]] freshness freshness_of(const recommend_input& input, std::span<const scenario_stage> asked,
                                     bool reads_user);

}  // namespace footfall::recommend
