// The body of `recsForPlacementsContext`: what a page wants of single placements.
#pragma once

#include "api/richrelevance/product_rules.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/customer/customer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

/// What it says of one placement.
struct placement_context {
  std::string placement;          ///< as in `placements`
  std::string scenario;           ///< of the first strategy that is known; empty: that of the placement
  std::vector<item_key> items{};  ///< instead of those of the page; empty: those of the page
  std::vector<std::string> categories{};  ///< the same
  box_filter filter{};
};

/// Reads `placementContextInfo`. What is unknown in it is passed over. Errors: `bad_request` for a body that
/// is no JSON object, `bad_parameter` for a value of another kind, and more than 20 placements or 200 entries
/// of a list. Thread-safe.
[[nodiscard]] result<std::vector<placement_context>> read_placement_contexts(
    std::string_view body, const customer::customer_settings& settings);

}  // namespace footfall::api::richrelevance
