// Which scenario fills which placement of a page.
#pragma once

#include "api/richrelevance/page_types.hpp"
#include "api/richrelevance/placement_context.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/settings/richrelevance_settings.hpp"

#include <string_view>
#include <vector>

namespace footfall::api::richrelevance {

/// Deals the scenarios out to the placements of one page, in the order of the placements. What it is made
/// from outlives it. Not thread-safe.
class placement_scenarios {
 public:
  placement_scenarios(const page_type& page, const settings::richrelevance_settings& keys,
                      const customer::customer_settings& settings)
      : page_(page), keys_(keys), settings_(settings) {}

  /// What the call itself says of the placement (`own`, or null), else what the customer says of its name.
  /// What has no name gets something that no other placement before it has: what the customer says of the
  /// page, the usual of the page, or the usual of other pages. Lives as long as what this is made from.
  [[nodiscard]] std::string_view next(std::string_view placement, const placement_context* own);

 private:
  [[nodiscard]] std::string_view choose(std::string_view placement, const placement_context* own) const;
  [[nodiscard]] std::string_view unused_of(const page_type& page) const;
  [[nodiscard]] bool is_unused(std::string_view scenario) const;

  const page_type& page_;
  const settings::richrelevance_settings& keys_;
  const customer::customer_settings& settings_;
  std::vector<std::string_view> used_;
};

}  // namespace footfall::api::richrelevance
