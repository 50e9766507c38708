// When each kind of event came last.
#pragma once

#include "footfall/events/event.hpp"

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

namespace footfall::customer {

/// The time of the newest event of each kind. Thread-safe.
class kind_times {
 public:
  static constexpr std::size_t kinds_max = 64;  ///< types from here on are not kept

  void note(events::event_type type, std::uint32_t time_s) noexcept {
    const auto number = static_cast<std::size_t>(type);
    if (number >= kinds_max) return;
    auto known_s = newest_s_[number].load();
    while (known_s < time_s && !newest_s_[number].compare_exchange_weak(known_s, time_s)) {
    }
  }

  /// Seconds since 1970; 0: none has come.
  [[nodiscard]] std::uint32_t newest_s(events::event_type type) const noexcept {
    const auto number = static_cast<std::size_t>(type);
    return number < kinds_max ? newest_s_[number].load() : 0;
  }

 private:
  std::array<std::atomic<std::uint32_t>, kinds_max> newest_s_{};
};

}  // namespace footfall::customer
