// Links of recommended products: they count the click, and lead on where they are asked to.
#pragma once

#include "footfall/settings/richrelevance_settings.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::api::richrelevance {

/// What the links of one placement have in common.
struct link_parts {
  std::string_view host, customer, application, session, user;
  std::string_view scenario;
  std::string_view view;       ///< `viewGuid`
  std::uint32_t page = 0;      ///< number of the page type
  std::size_t placement = 0;   ///< from 1
  std::uint32_t strategy = 0;  ///< number of the scenario
  std::int64_t now_ms = 0;
  bool secure = true;
};

/// Writes links; a placement's common parts are encoded once. Not thread-safe.
class link_writer {
 public:
  explicit link_writer(const link_parts& parts);

  /// The link of the product at this position, with a place to lead on to unless `target` is empty.
  [[nodiscard]] std::string link(std::string_view product, std::size_t position, std::string_view model,
                                 std::string_view target) const;

 private:
  std::string first_, last_;
};

/// Whether a click on a product may lead to `target`: to the product's own link, or by http or https to one
/// of the hosts that the customer lists. Thread-safe.
[[nodiscard]] bool may_lead_to(std::string_view target, std::string_view own_link,
                               const settings::richrelevance_settings& keys);

/// An address as it may stand in a header field: what is not printable ASCII is percent-encoded. Thread-safe.
[[nodiscard]] std::string location_of(std::string_view address);

}  // namespace footfall::api::richrelevance
