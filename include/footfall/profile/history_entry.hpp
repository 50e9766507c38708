// What is kept of something that a user did with an item, and of how many such.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/events/event_kinds.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace footfall::profile {

/// One item in a user's history; an item stands once per history type, at its newest time.
struct history_entry {
  item_index item{};
  std::uint32_t time_s{};  ///< of the newest such event, seconds since the epoch
  events::history_type type = events::history_type::none;
  /// Consumed: highest percentage; rated: last rating; rendered: how often; owned: how many units; these at
  /// most 255.
  std::uint8_t value = 0;
  /// Not an entry, but that the item was taken out up to this time: of what comes late, of what the archive
  /// has, and of what the first `value` of the moves bring that were pending then; never read.
  bool removal = false;
  friend bool operator==(const history_entry&, const history_entry&) = default;
};

/// The item for which what is said of one at a time counts; empty: each for itself.
using item_at_time = std::function<item_index(item_index, std::uint32_t time_s)>;

/// Items that a history keeps of most types, unless set otherwise, and bounds of that setting.
inline constexpr std::uint32_t history_items_default = 50;
inline constexpr std::uint32_t history_items_least = 1;
inline constexpr std::uint32_t history_items_most = 200;

/// How many items of a history type a user's history keeps, the newest first, where `history_items` is set:
/// four times as many of purchases and of what is blacklisted, which filters go by, twice as many of what was
/// shown.
[[nodiscard]] std::size_t history_items_max(events::history_type type, std::size_t history_items) noexcept;

}  // namespace footfall::profile
