// Which row of the table serves a request of one listener.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/http/router.hpp"

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::api {

/// A row, and what its path says.
struct found_route {
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

  const route* row = nullptr;
  std::size_t customer_at = nowhere;  ///< the segment that names the customer
  bool has_solution = false;          ///< the first segment is to be a solution id
};

/// Immutable; thread-safe.
class route_finder {
 public:
  explicit route_finder(listener where);

  /// The row for method and path; null when there is none. `v2` and its like are no customers, so that
  /// recommendations and tracking never collide (protocol A2).
  [[nodiscard]] const found_route* find(http::method which, std::span<const std::string_view> segments) const;

 private:
  std::vector<found_route> rows_;
  http::router router_;  // over rows_
};

}  // namespace footfall::api
