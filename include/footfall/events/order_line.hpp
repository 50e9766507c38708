// Purchases that say which line of which order of the shop they are: a repeat teaches nothing.
#pragma once

#include "footfall/events/event.hpp"

#include <cstdint>

namespace footfall::events {

/// Of a purchase whose order line the log had before it: stored with a mark, counts for nothing.
inline constexpr audience repeated_order{3};

/// A number for the order line of a purchase: order id and `orderline`, or without a line order id, item,
/// quantity and price. The same for every user, since a page that is shown again may come from somebody new.
/// 0 for what is no purchase or names no order. Thread-safe.
[[nodiscard]] std::uint64_t order_line_of(const event& purchase);

}  // namespace footfall::events
