// Past sessions in the form in which similar ones are looked up: for each item the newest that hold it.
#pragma once

#include "footfall/model/event_history.hpp"
#include "model/age_decay.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// A longer session is a robot or a catalogue import: its newest items are kept only, so that no session
/// makes a request slow.
inline constexpr std::size_t session_items_max = 500;

/// An item of a session and its place in it, from 0; of an item that occurs twice the last one.
struct session_place {
  item_index item;
  std::uint32_t place;
};

/// The index. Sessions go by age, the newest has the highest number; those that no item leads to are left
/// out. Immutable once built, thread-safe.
struct neighbour_sessions {
  std::vector<std::uint32_t> offsets;  ///< by session, into `places`; sessions + 1 entries
  std::vector<session_place> places;   ///< of each session in order of place
  std::vector<float> weights;          ///< by session: 0.5^(age of its last event / half life)
  std::vector<std::uint32_t>
      list_ends;                     ///< by item, into `lists`; that of an item begins where the last ends
  std::vector<std::uint32_t> lists;  ///< of each item the sessions that hold it, newest first
  std::vector<float> rarities;       ///< by item: ln(sessions / sessions with it), 1 where not positive
  std::size_t sessions_seen = 0;     ///< all that were given

  [[nodiscard]] std::size_t size() const noexcept { return weights.size(); }
  [[nodiscard]] std::span<const session_place> places_of(std::uint32_t session) const noexcept {
    return std::span(places).subspan(offsets[session], offsets[session + 1] - offsets[session]);
  }
  [[nodiscard]] std::span<const std::uint32_t> sessions_with(item_index item) const noexcept {
    if (item >= list_ends.size()) return {};
    const auto begin = item == 0 ? 0 : list_ends[item - 1];
    return std::span(lists).subspan(begin, list_ends[item] - begin);
  }
  [[nodiscard]] std::size_t memory_bytes() const noexcept;
};

/// Indexes the sessions. Those of one item alone count for the rarity of items, but are not listed: they say
/// nothing about what goes together.
/// Each item keeps its `per_item` newest sessions (the later last event; of equal ones the later in
/// `sessions`). Linear in the number of events, but for the ordering of the sessions by age.
[[nodiscard]] neighbour_sessions index_neighbour_sessions(const session_columns& sessions,
                                                          const age_decay& decay, std::size_t per_item);

}  // namespace footfall::model
