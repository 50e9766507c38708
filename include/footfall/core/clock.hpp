// Time as a parameter, so that no test sleeps.
#pragma once

#include <cstdint>

namespace footfall {

inline constexpr std::int64_t ns_per_ms = 1'000'000;
inline constexpr std::uint32_t day_s = 86'400;

/// Source of time. Implementations are thread-safe.
class clock {
 public:
  virtual ~clock() = default;

  /// Milliseconds since 1970-01-01T00:00:00Z.
  [[nodiscard]] virtual std::int64_t wall_ms() const noexcept = 0;

  /// Nanoseconds since an arbitrary start; never goes back.
  [[nodiscard]] virtual std::int64_t steady_ns() const noexcept = 0;
};

/// The operating system's clocks.
class system_clock final : public clock {
 public:
  [[nodiscard]] std::int64_t wall_ms() const noexcept override;
  [[nodiscard]] std::int64_t steady_ns() const noexcept override;
};

}  // namespace footfall
