// Sessions in the form in which pairs are counted: compact events, and for each item where it occurs.
#pragma once

#include "footfall/model/event_history.hpp"
#include "model/age_decay.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// An event of a session: 8 bytes, so that the neighbourhood of an event is one or two cache lines.
struct session_event {
  /// Rank of the item (0: the most frequent one) and two marks in the highest bits; `session_end` between
  /// sessions.
  std::uint32_t mark;
  float weight;  ///< by its age

  static constexpr std::uint32_t session_end = 0xFFFFFFFF;
  static constexpr std::uint32_t returns_bit = 0x80000000;  ///< the item occurs again later in this session
  static constexpr std::uint32_t repeats_bit = 0x40000000;  ///< some item of this session occurs twice
  static constexpr std::uint32_t rank_mask = 0x3FFFFFFF;

  [[nodiscard]] std::uint32_t rank() const noexcept { return mark & rank_mask; }
  [[nodiscard]] bool ends_session() const noexcept { return mark == session_end; }
  [[nodiscard]] bool returns() const noexcept { return (mark & returns_bit) != 0; }
  [[nodiscard]] bool session_repeats() const noexcept { return (mark & repeats_bit) != 0; }
};

/// Sessions by position and by item. Items go by rank, most frequent first: the counters of frequent items
/// then lie close together and stay in the cache. Immutable once built, thread-safe.
struct session_index {
  std::vector<item_index> items;         ///< by rank
  std::vector<session_event> events;     ///< a `session_end` before, between and after the sessions
  std::vector<std::uint32_t> offsets;    ///< by rank, into `positions`
  std::vector<std::uint32_t> positions;  ///< of the item's events in `events`, rising
  std::vector<float> supports;           ///< by rank: sum over its sessions of the mean weight of its events

  [[nodiscard]] std::span<const std::uint32_t> positions_of(std::uint32_t rank) const noexcept {
    return std::span(positions).subspan(offsets[rank], offsets[rank + 1] - offsets[rank]);
  }
};

/// Indexes the sessions. Linear in the number of events, on `threads` threads; the result does not depend on
/// their number.
[[nodiscard]] session_index index_sessions(const session_columns& sessions, const age_decay& decay,
                                           unsigned threads);

}  // namespace footfall::model
