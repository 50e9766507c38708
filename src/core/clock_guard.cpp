#include "footfall/core/clock_guard.hpp"

#include <algorithm>

namespace footfall {
namespace {

bool are_near(std::int64_t left_ms, std::int64_t right_ms) noexcept {
  return left_ms - right_ms <= clock_guard::leap_ms && right_ms - left_ms <= clock_guard::leap_ms;
}

}  // namespace

clock_guard::clock_guard(const clock& real)
    : real_(real),
      trusted_offset_ms_(offset_ms()),
      claimed_offset_ms_(trusted_offset_ms_),
      claimed_since_ns_(real.steady_ns()) {}

std::int64_t clock_guard::offset_ms() const noexcept {
  return real_.wall_ms() - real_.steady_ns() / ns_per_ms;
}

void clock_guard::begin_with(const clock_mark& left) {
  const std::lock_guard lock(mutex_);
  const auto now_ns = real_.steady_ns();
  trusted_offset_ms_ = left.trusted_ms - now_ns / ns_per_ms;
  claimed_offset_ms_ = left.claimed_ms - now_ns / ns_per_ms;
  claimed_since_ns_ = now_ns - left.held_ms * ns_per_ms;
}

std::int64_t clock_guard::ahead_ms() const noexcept { return offset_ms() - trusted_offset_ms_; }

bool clock_guard::trusts() const noexcept { return are_near(ahead_ms(), 0); }

std::int64_t clock_guard::wall_ms() const noexcept {
  const auto now_ms = real_.wall_ms();
  const auto trusted_ms = real_.steady_ns() / ns_per_ms + trusted_offset_ms_;
  return are_near(now_ms, trusted_ms) ? now_ms : std::min(now_ms, trusted_ms);
}

clock_mark clock_guard::observe() {
  const std::lock_guard lock(mutex_);
  const auto now_ns = real_.steady_ns();
  const auto offset = offset_ms();
  const auto held_ns = now_ns - claimed_since_ns_;
  const bool holds = are_near(offset, claimed_offset_ms_);
  if (are_near(offset, trusted_offset_ms_) || (holds && held_ns >= held_ms * ns_per_ms)) {
    trusted_offset_ms_ = claimed_offset_ms_ = offset;
    claimed_since_ns_ = now_ns;
  } else if (!holds) {
    claimed_offset_ms_ = offset;
    claimed_since_ns_ = now_ns;
  }
  const auto steady_ms = now_ns / ns_per_ms;
  return {steady_ms + trusted_offset_ms_, steady_ms + offset, (now_ns - claimed_since_ns_) / ns_per_ms};
}

void clock_guard::accept() {
  const std::lock_guard lock(mutex_);
  trusted_offset_ms_ = claimed_offset_ms_ = offset_ms();
  claimed_since_ns_ = real_.steady_ns();
}

}  // namespace footfall
