// Which parts of the log a model is to answer from: those of users of the same segments or with the same
// attributes, and those of this time of the day.
#pragma once

#include "footfall/model/sliced_ranking.hpp"
#include "footfall/recommend/recommender.hpp"
#include "recommend/scenario_models.hpp"

#include <string>
#include <vector>

namespace footfall::recommend {

/// The views of one model for one request; empty: it answers as ever. A part of the log in which nothing has
/// happened is left out. `text`, where somebody asks, is what they are for people: `country=DE; 09:00-12:30`.
/// Thread-safe.
[[nodiscard]] std::vector<model::slice_view> find_views(const stage_model& part,
                                                        const model::built_model& built,
                                                        const query& question, const recommend_input& input,
                                                        std::string* text = nullptr);

/// Whether the request asks a model for what users with some value of an attribute like: which users have it
/// is said at no moment that is known. Thread-safe.
[[nodiscard]] bool selects_users(const query& question, scenario_models models) noexcept;

}  // namespace footfall::recommend
