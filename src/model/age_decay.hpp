// The weight of an event by its age: 0.5^(age / half life), from two small tables.
#pragma once

#include <cstdint>
#include <vector>

namespace footfall::model {

/// Weights of the events of one build. Immutable after construction, thread-safe.
///
/// An exponential function per event would cost more than the counting: 2^(a + b) = 2^a * 2^b, where the two
/// parts of an age in seconds each have a table. The relative error is below 1e-6.
class age_decay {
 public:
  /// `half_life_ms` 0: every event weighs 1. Events at or before `oldest_s` weigh as one at `oldest_s`, those
  /// after `reference_s` weigh 1.
  age_decay(std::uint32_t reference_s, std::uint32_t oldest_s, std::int64_t half_life_ms);

  [[nodiscard]] float operator()(std::uint32_t time_s) const noexcept {
    if (coarse_.empty() || time_s >= reference_s_) return 1;
    const auto age_s = time_s > oldest_s_ ? reference_s_ - time_s : reference_s_ - oldest_s_;
    const auto weight = coarse_[age_s / fine_seconds] * fine_[age_s % fine_seconds];
    // Zero means "no pair" to the counting, and tiny numbers are slow: very old events keep this much.
    return weight > smallest ? weight : smallest;
  }

 private:
  static constexpr std::uint32_t fine_seconds = 4096;
  static constexpr float smallest = 1e-30F;

  std::uint32_t reference_s_;
  std::uint32_t oldest_s_;
  std::vector<float> coarse_;
  std::vector<float> fine_;
};

}  // namespace footfall::model
