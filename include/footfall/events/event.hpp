// An event: what one user did, as it is stored and as everything else is derived from it.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <cstdint>
#include <string>

namespace footfall::events {

/// Kinds of events. The numbers are on disk: add at the end, never reuse one.
enum class event_type : std::uint8_t {
  click = 1,
  consume = 2,
  buy = 3,
  basket = 4,
  rate = 5,
  rendered = 6,
  clickrecommended = 7,
  owns = 8,
  login = 9,
  deletefrombasket = 10,
  wishlist = 11,
  deletefromwishlist = 12,
  blacklist = 13,
  triggeropened = 14,
  clicktriggered = 15,
  unlink = 16  ///< undoes a login; made by the admin listener only
};

/// One event of one user on one item. A value; copies are independent.
struct event {
  customer_number customer{};
  event_type type{};
  std::int64_t time_ms{};       ///< when it happened, milliseconds since the epoch, UTC
  user_key user{};              ///< login: the id that was used until then
  item_key item{};              ///< empty for events without an item
  std::uint32_t quantity = 1;   ///< buy: units; 1..1,000,000
  std::int16_t value = -1;      ///< rate: rating, consume: percentage, 0..100; -1 when not given
  std::uint64_t import_id = 0;  ///< not 0: identifies an imported line, so that a repeat is skipped
  std::string details;          ///< everything else that was sent, as `event_details.hpp` encodes it
};

}  // namespace footfall::events
