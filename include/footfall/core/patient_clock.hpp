// A wall clock that waits instead of running back, so that what comes later is not stamped earlier.
#pragma once

#include "footfall/core/clock.hpp"

#include <atomic>
#include <cstdint>

namespace footfall {

/// Another clock, whose wall time stands still when that one was set back, until it has caught up. One that
/// was set back by an hour or more is followed: it had been wrong before. Thread-safe.
class patient_clock final : public clock {
 public:
  explicit patient_clock(const clock& real) : real_(real) {}

  /// What came before this run was stamped up to here. Before others use it.
  void begin_with(std::int64_t last_ms) noexcept { last_ms_.store(last_ms, std::memory_order_relaxed); }

  [[nodiscard]] std::int64_t wall_ms() const noexcept override {
    const auto now_ms = real_.wall_ms();
    auto last_ms = last_ms_.load(std::memory_order_relaxed);
    while (now_ms > last_ms || last_ms - now_ms >= patience_ms)
      if (last_ms_.compare_exchange_weak(last_ms, now_ms, std::memory_order_relaxed)) return now_ms;
    return last_ms;
  }
  [[nodiscard]] std::int64_t steady_ns() const noexcept override { return real_.steady_ns(); }

 private:
  static constexpr std::int64_t patience_ms = 3'600'000;
  const clock& real_;
  mutable std::atomic<std::int64_t> last_ms_{0};
};

}  // namespace footfall
