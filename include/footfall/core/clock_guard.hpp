// The time by which things age: that of the wall clock, unless it has leapt.
#pragma once

#include "footfall/core/clock.hpp"

#include <atomic>
#include <cstdint>
#include <mutex>

namespace footfall {

/// What one run of the process leaves to the next about the clock. Unix milliseconds.
struct clock_mark {
  std::int64_t trusted_ms = 0;  ///< the time, as far as it is trusted
  std::int64_t claimed_ms = 0;  ///< what the wall clock said
  std::int64_t held_ms = 0;     ///< how long it had said so while the process ran; 0 when it is trusted

  friend bool operator==(const clock_mark&, const clock_mark&) = default;
};

/// A clock for what deletes and forgets by age. The wall clock is compared with the monotonic one, and after
/// a start with the mark that the last run left. While it is more than a day away from what they say, it is
/// not trusted, and the time is the earlier of the two: nothing goes on the word of one clock alone. It is
/// trusted again when it has come back, when it has held for a day of running, or when an operator says so.
/// Thread-safe.
class clock_guard final : public clock {
 public:
  static constexpr std::int64_t leap_ms = 86'400'000;  ///< further than this is a leap
  static constexpr std::int64_t held_ms = 86'400'000;  ///< so long a clock that leapt has to hold

  /// Trusts the clock as it is. `real` outlives this.
  explicit clock_guard(const clock& real);

  /// Goes on from what the last run left. Before others use it.
  void begin_with(const clock_mark& left);

  [[nodiscard]] std::int64_t wall_ms() const noexcept override;
  [[nodiscard]] std::int64_t steady_ns() const noexcept override { return real_.steady_ns(); }

  [[nodiscard]] bool trusts() const noexcept;
  /// How far the wall clock is ahead of what is trusted; negative: behind. Milliseconds.
  [[nodiscard]] std::int64_t ahead_ms() const noexcept;

  /// Looks at the clock; to be called about once a minute. Returns the mark to be stored.
  clock_mark observe();

  /// The wall clock is right: an operator says so.
  void accept();

 private:
  [[nodiscard]] std::int64_t offset_ms() const noexcept;

  const clock& real_;
  // Wall time minus monotonic time: it changes only when the clock is set.
  std::atomic<std::int64_t> trusted_offset_ms_;
  std::mutex mutex_;  // guards what follows, and changes of the former
  std::int64_t claimed_offset_ms_;
  std::int64_t claimed_since_ns_;
};

}  // namespace footfall
