#include "footfall/traffic/rate_limit.hpp"

#include <algorithm>

namespace footfall::traffic {

bool take_token(std::int64_t& full_at_ns, const rate_limit& limit, std::int64_t now_ns) noexcept {
  if (limit.per_second == 0) return true;
  constexpr std::int64_t ns_per_second = 1'000'000'000;
  const auto between_ns = ns_per_second / limit.per_second;
  const auto burst = limit.burst == 0 ? limit.per_second : limit.burst;
  const auto full_at = std::max(full_at_ns, now_ns);
  if (full_at - now_ns > (burst - 1) * between_ns) return false;
  full_at_ns = full_at + between_ns;
  return true;
}

bool token_bucket::take(const rate_limit& limit, std::int64_t now_ns) noexcept {
  if (limit.per_second == 0) return true;
  auto current = full_at_ns_.load(std::memory_order_relaxed);
  for (;;) {
    auto next = current;
    if (!take_token(next, limit, now_ns)) return false;
    if (full_at_ns_.compare_exchange_weak(current, next, std::memory_order_relaxed)) return true;
  }
}

}  // namespace footfall::traffic
