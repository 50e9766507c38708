// Links of recommended products: they count the click, and lead on where they are asked to.
#pragma once

#include "footfall/settings/richrelevance_settings.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::api::richrelevance {

/// What the links of one answer have in common.
struct link_parts {
  std::string_view host;  ///< of a form that needs no escape, see `event_host_of`
  std::string_view customer, application, session, user;
  std::string_view view;   ///< `viewGuid`
  std::uint32_t page = 0;  ///< number of the page type
  std::int64_t now_ms = 0;
  bool secure = true;
};

/// Writes links; what they have in common is encoded once. Not thread-safe.
class link_writer {
 public:
  explicit link_writer(const link_parts& parts);

  /// The links from now on are of this box. `place` counts from 1, `strategy` is the number of the scenario.
  void begin_box(std::string_view scenario, std::size_t place, std::uint32_t strategy);

  /// Appends the members `clickURL`, which leads on to `target`, and `clickTrackingURL`, each with a comma
  /// behind it. `target` is percent-encoded; empty: the click leads nowhere.
  void append_members(std::string& out, std::string_view product, std::size_t position,
                      std::string_view model, std::string_view target) const;

 private:
  std::string first_, visit_, box_;
};

/// Whether a click on a product may lead to `target`: to the product's own link, or by http or https to one
/// of the hosts that the customer lists. Thread-safe.
[[nodiscard]] bool may_lead_to(std::string_view target, std::string_view own_link,
                               const settings::richrelevance_settings& keys);

/// An address as it may stand in a header field: what is not printable ASCII is percent-encoded. Thread-safe.
[[nodiscard]] std::string location_of(std::string_view address);

}  // namespace footfall::api::richrelevance
