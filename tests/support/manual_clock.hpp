// A clock that stands still until a test moves it.
#pragma once

#include "footfall/core/clock.hpp"

#include <atomic>

namespace footfall::test {

/// Thread-safe.
class manual_clock final : public clock {
 public:
  /// By default it is 2026-01-31T12:00:00Z.
  explicit manual_clock(std::int64_t wall_ms = 1'769'860'800'000) : wall_ms_(wall_ms) {}

  [[nodiscard]] std::int64_t wall_ms() const noexcept override { return wall_ms_; }
  [[nodiscard]] std::int64_t steady_ns() const noexcept override { return steady_ns_; }

  void advance_ms(std::int64_t by) {
    wall_ms_ += by;
    steady_ns_ += by * 1'000'000;
  }

  /// Somebody sets the clock: no time goes by.
  void set_wall_ms(std::int64_t to) { wall_ms_ = to; }

 private:
  std::atomic<std::int64_t> wall_ms_;
  std::atomic<std::int64_t> steady_ns_{0};
};

}  // namespace footfall::test
