// The events of one owner over several types, in order of time.
#pragma once

#include "footfall/model/event_history.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// An event of an owner's log.
struct owner_event {
  std::uint32_t time_s;
  item_index item;
  std::uint32_t quantity;
  std::uint32_t type;      ///< place in the list of types
  session_number session;  ///< in the book of its type
};

/// Reads the logs of owners one after the other. The history stays as it is meanwhile. Not thread-safe.
class owner_log {
 public:
  owner_log(const event_history& history, std::span<const events::event_type> types);

  /// The events of an owner, in order of time; of one second in the order of the types, then as in their
  /// sessions. Valid until the next call. Costs n log n steps for the owner's n events.
  [[nodiscard]] std::span<const owner_event> read(owner_number owner);

  /// The owners that have events of one of the types, given by its place, ascending.
  [[nodiscard]] std::vector<owner_number> owners(std::size_t type) const;

 private:
  std::vector<const session_book*> books_;
  std::vector<session_number> sessions_;
  std::vector<owner_event> events_;
};

}  // namespace footfall::model
