// What the preferences of a visitor do to lists: what is liked moves up, what is disliked is left out.
#pragma once

#include "api/richrelevance/page_call.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/catalog/item.hpp"
#include "footfall/customer/preference_table.hpp"
#include "footfall/recommend/scenario.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

/// What the visitor has said within the retention, also as long as nobody had logged in: of each target the
/// last word, the newest first. Thread-safe.
[[nodiscard]] std::vector<customer::preference> preferences_of(const endpoint_call& call, const visitor& who,
                                                               std::int64_t now_ms);

/// The boosts for brands and categories that are liked. Thread-safe.
[[nodiscard]] std::vector<recommend::boost_settings> boosts_of(std::span<const customer::preference> said);

/// True of `dislike` and `notForRecs`. Thread-safe.
[[nodiscard]] bool leaves_out(customer::preference_action action) noexcept;

/// The path of a category as calls name it, `Electronics/Computers` or `Electronics.Computers`. Thread-safe.
[[nodiscard]] catalog::category_path category_named(std::string_view name);

}  // namespace footfall::api::richrelevance
