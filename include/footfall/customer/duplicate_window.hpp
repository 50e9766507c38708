// Recognises the same tracking request sent twice within a short time, as a tracker that was loaded twice
// does.
#pragma once

#include "footfall/core/failure.hpp"
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
  /// False when the same was stored less than `window_ms` before. Else calls `store`, and notes it when that
  /// returns success: so whoever finds it noted knows that it is in the queue of the log already.
  template <class Store>
  [[nodiscard]] result<bool> store_once(std::uint64_t identity, std::int64_t now_ms, std::int64_t window_ms,
                                        const Store& store) {
    return times_.update(identity, [&](std::int64_t& time_ms) -> result<bool> {
      if (is_recent(time_ms, now_ms, window_ms)) return false;
      if (const result<void> done = store(); !done) return done.error();
      time_ms = now_ms;
      return true;
    });
  }

  /// True when it was noted; changes nothing that another request could see.
  [[nodiscard]] bool holds(std::uint64_t identity, std::int64_t now_ms, std::int64_t window_ms);

  /// Forgets all: after a failed commit nobody knows which of them were stored.
  void clear() { times_.clear(); }

 private:
  static bool is_recent(std::int64_t time_ms, std::int64_t now_ms, std::int64_t window_ms) noexcept {
    return time_ms != 0 && now_ms >= time_ms && now_ms - time_ms < window_ms;
  }

  traffic::keyed_times times_;  // milliseconds since the epoch
};

}  // namespace footfall::customer
