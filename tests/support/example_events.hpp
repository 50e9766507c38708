// Events to store in tests.
#pragma once

#include "footfall/events/event.hpp"

#include <cstdint>

namespace footfall::test {

/// 2026-01-31T12:00:00Z.
inline constexpr std::int64_t noon_ms = 1'769'860'800'000;

/// A click of user number `user` on item 1/`item` at the first customer.
[[nodiscard]] inline events::event click(std::uint64_t user, std::uint32_t item) {
  events::event made;
  made.customer = {1};
  made.type = events::event_type::click;
  made.time_ms = noon_ms + item;
  made.user = {{user, ~user}};
  made.item = {1, item, {}};
  return made;
}

/// The same, as a line of an import.
[[nodiscard]] inline events::event imported_click(std::uint64_t user, std::uint32_t item,
                                                  std::uint64_t import_id) {
  auto made = click(user, item);
  made.import_id = import_id;
  return made;
}

}  // namespace footfall::test
