// THE table of boosts: what moves items up once their order is known. Adding one is adding a row in
// `boosts.cpp` and a file in `src/recommend/boosts/`.
#pragma once

#include "footfall/recommend/filters.hpp"
#include "footfall/recommend/scenario.hpp"

#include <span>
#include <string_view>

namespace footfall::recommend {

/// One row. Its name is the value of `by` in scenarios and the word in explanations.
struct booster {
  std::string_view name;
  std::string_view moves_up;  ///< for people
  /// Once a request. False: no item is moved.
  bool (*prepare)(const filter_input& input, const boost_settings& settings, filter_findings& found);
  bool (*wants)(const filter_input& input, const boost_settings& settings, const filter_findings& found,
                const filter_candidate& candidate);
};

[[nodiscard]] std::span<const booster> boosters() noexcept;

/// Whether a scenario has a boost that looks at `recommend_input::user_values`. Thread-safe.
[[nodiscard]] bool boosts_by_user(std::span<const boost_settings> boosts) noexcept;

/// The row of this name; null when there is none. Thread-safe.
[[nodiscard]] const booster* find_booster(std::string_view name) noexcept;

}  // namespace footfall::recommend
