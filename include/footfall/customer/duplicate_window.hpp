// Recognises the same tracking request sent twice within a short time, as a tracker that was loaded twice
// does.
#pragma once

#include "footfall/events/event.hpp"
#include "footfall/traffic/keyed_times.hpp"

#include <cstdint>
#include <span>

namespace footfall::customer {

/// What identifies a request that came at `now_ms`: user, event, items and parameters, in the form in which
/// they are stored, and the time where it tells one of its own; never 0. Thread-safe.
[[nodiscard]] std::uint64_t identity_of(std::span<const events::event> request, std::int64_t now_ms) noexcept;

/// The requests of one customer within the window; at most 65,536 of them (1 MiB), beyond that the oldest are
/// forgotten, and their repeats are stored. Thread-safe.
class duplicate_window {
 public:
  /// True when the same was noted less than `window_ms` before; else notes it.
  [[nodiscard]] bool note(std::uint64_t identity, std::int64_t now_ms, std::int64_t window_ms);

  /// True when it was noted; changes nothing that another request could see.
  [[nodiscard]] bool holds(std::uint64_t identity, std::int64_t now_ms, std::int64_t window_ms);

  /// Forgets one that could not be stored, so that it can be sent again.
  void forget(std::uint64_t identity);

  /// Forgets all: after a failed commit nobody knows which of them were stored.
  void clear() { times_.clear(); }

 private:
  traffic::keyed_times times_;  // milliseconds since the epoch
};

}  // namespace footfall::customer
