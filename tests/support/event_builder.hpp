// Short ways to write events down in tests.
#pragma once

#include "footfall/events/event.hpp"
#include "footfall/model/event_history.hpp"

#include <cstdint>

namespace footfall::test {

/// A user key from a small number.
[[nodiscard]] inline user_key user_numbered(std::uint64_t number) {
  return {{number * 0x9E3779B97F4A7C15ULL, number}};
}

/// Adds an event of a user on an item at a time in seconds.
inline void append_event(model::event_history& history, events::event_type type, std::uint64_t user,
                         item_index item, std::int64_t time_s, std::uint32_t quantity = 1) {
  events::event stored;
  stored.type = type;
  stored.time_ms = time_s * 1000;
  stored.user = user_numbered(user);
  stored.quantity = quantity;
  history.append(stored, item);
}

}  // namespace footfall::test
