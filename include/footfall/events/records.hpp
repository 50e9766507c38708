// Records of the administration about the whole of a user; `event.hpp` has those of opting out.
#pragma once

#include "footfall/events/event.hpp"

namespace footfall::events {

/// All that is known of its user goes. Removed itself once nothing of the user is in the log any more.
inline constexpr event_type forget_record{202};

/// Its user, the `identity::key_of_forgotten` of another, is opted out.
inline constexpr event_type forgotten_record{203};

/// True for records of all kinds. Thread-safe.
[[nodiscard]] constexpr bool is_any_record(event_type type) noexcept {
  return is_record(type) || type == forget_record || type == forgotten_record;
}

}  // namespace footfall::events
