// A history as it is kept in a file: columns of plain numbers, as they lie in memory.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"
#include "footfall/identity/link_table.hpp"

#include <cstdint>
#include <map>
#include <vector>

namespace footfall::model {

/// Sessions of which not all events are their owner's, and who did each event of these, one after the other.
struct saved_users {
  std::vector<std::uint32_t> sessions;  ///< ascending
  std::vector<std::uint32_t> users;
};

/// A settled book. `Column` is a vector of 32-bit numbers, or a view of those that a book has: valid until it
/// changes.
template <class Column>
struct saved_sessions {
  Column offsets;     ///< by session, into the columns of events; sessions + 1 entries
  Column items;       ///< by event
  Column times_s;     ///< by event
  Column quantities;  ///< by event; empty: 1 each
  Column owners;      ///< by session; `session_book::nobody`: it has ended
  saved_users others;
  std::uint32_t numbered_sessions = 0;  ///< those before are owner by owner, as they were numbered
  std::uint32_t numbered_owners = 0;    ///< whose numbers are below
};

/// Everything that a settled history is.
struct saved_history {
  std::uint32_t newest_s = 0;
  std::uint32_t gap_s = 0;
  std::vector<user_key> users;         ///< each once
  std::vector<std::uint32_t> numbers;  ///< of these, each below their count and once
  identity::saved_links links;
  std::map<events::event_type, saved_sessions<std::vector<std::uint32_t>>> types;
};

}  // namespace footfall::model
