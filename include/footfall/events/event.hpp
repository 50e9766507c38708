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
  unlink = 16,       ///< undoes a login; made by the admin listener only
  allow_links = 17,  ///< its user, found to be shared, may be linked again; as `unlink`
  // Records of the administration, from 200: in the log because all state is a fold over it, but no row of
  // `event_kinds` and no tracking URL. They have a user and no item, and must outlive any retention.
  opt_out = 200,  ///< events of this user are no longer stored
  opt_in = 201    ///< the reverse
};

/// True for records of the administration. Thread-safe.
[[nodiscard]] constexpr bool is_record(event_type type) noexcept {
  return type == event_type::opt_out || type == event_type::opt_in;
}

/// Who sent an event. What is not from visitors is stored with a mark and counts for nothing: histories,
/// viewers, models and statistics leave it out.
enum class audience : std::uint8_t {
  visitors,
  bots,     ///< a program that wanders about, by its user agent
  prefetch  ///< a browser that fetched the page before anybody looked at it
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
  events::audience audience = events::audience::visitors;
  std::string
      details;  ///< the audience when it is marked, and everything else that was sent (`event_details.hpp`)

  /// False for what histories, viewers, models and statistics leave out.
  [[nodiscard]] bool counts() const noexcept { return audience == events::audience::visitors; }
};

}  // namespace footfall::events
