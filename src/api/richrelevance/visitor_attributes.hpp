// Attributes of a visitor: what the shop has said of the user, and what the call adds for its own answer.
#pragma once

#include "api/richrelevance/call_parameters.hpp"
#include "api/richrelevance/page_call.hpp"
#include "footfall/api/routes.hpp"
#include "footfall/customer/user_attributes.hpp"
#include "footfall/recommend/filters.hpp"

#include <span>
#include <vector>

namespace footfall::api::richrelevance {

/// The values live as long as this and the parameters.
class visitor_attributes {
 public:
  /// What the shop has said of a user who has logged in, and `userAttribute`, `key:value;value|key:value`,
  /// which is not stored, since anybody may send it. Errors: `bad_parameter`. Thread-safe.
  [[nodiscard]] static result<visitor_attributes> read(const endpoint_call& call, const call_parameters& sent,
                                                       const visitor& who);

  [[nodiscard]] std::span<const recommend::user_value> all() const noexcept { return values_; }

 private:
  customer::user_attribute_table::sources said_;  // keeps what the values show
  std::vector<recommend::user_value> values_;
};

}  // namespace footfall::api::richrelevance
