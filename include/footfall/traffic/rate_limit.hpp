// Token buckets: how many requests somebody may send.
#pragma once

#include <atomic>
#include <cstdint>

namespace footfall::traffic {

/// A bucket that holds `burst` tokens and gets `per_second` new ones each second; a request takes one.
struct rate_limit {
  std::uint32_t per_second = 0;  ///< 0: no limit
  std::uint32_t burst = 0;       ///< 0: as many as `per_second`
};

/// Takes a token at `now_ns`; false when there is none, and then nothing changes.
///
/// One number is the whole state (generic cell rate algorithm, ITU-T I.371): `full_at_ns`, the time at which
/// the bucket will be full again. With T = 1 s / per_second between two tokens, a request at `now` finds a
/// token when full_at - now <= (burst - 1) * T, and moves full_at to max(full_at, now) + T. Not thread-safe.
[[nodiscard]] bool take_token(std::int64_t& full_at_ns, const rate_limit& limit,
                              std::int64_t now_ns) noexcept;

/// One bucket. Thread-safe, without a lock.
class token_bucket {
 public:
  /// As `take_token`; true at once when there is no limit.
  [[nodiscard]] bool take(const rate_limit& limit, std::int64_t now_ns) noexcept;

 private:
  std::atomic<std::int64_t> full_at_ns_{0};
};

}  // namespace footfall::traffic
