// Boosts applied to an answer.
#pragma once

#include "footfall/recommend/boosts.hpp"
#include "footfall/recommend/recommender.hpp"

#include <cstddef>
#include <span>
#include <vector>

namespace footfall::recommend {

/// By how many places an item can move at the most.
[[nodiscard]] std::size_t most_places(std::span<const boost_settings> boosts) noexcept;

/// Moves each item that a boost wants up by its places, of several boosts by the most; two that want the same
/// place stay in their order. Relevance stays with the places, so it never rises. `record` may be null.
void move_up(std::span<const boost_settings> boosts, const filter_input& input,
             std::vector<recommended_item>& items, answer_record* record);

}  // namespace footfall::recommend
