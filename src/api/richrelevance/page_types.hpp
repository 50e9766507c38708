// THE table of page types. Adding a page type is adding a row.
#pragma once

#include "footfall/events/event.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace footfall::api::richrelevance {

/// One row.
struct page_type {
  std::string_view name;
  std::uint32_t number;                     ///< in links
  std::optional<events::event_type> event;  ///< what looking at it is; nothing: nothing that is kept
  std::string_view products{};              ///< the parameter that lists products; empty: `productId`
  std::size_t products_max = 15;
  bool needs_products = false;
  std::string_view needs{};  ///< another parameter that must be there
  /// What placements get that the customer has not named: the first of a page the first, and so on.
  std::array<std::string_view, 3> scenarios;
};

[[nodiscard]] std::span<const page_type> page_types() noexcept;

/// Null for an unknown name. Thread-safe.
[[nodiscard]] const page_type* find_page_type(std::string_view name) noexcept;

}  // namespace footfall::api::richrelevance
