#include "footfall/store/growth_estimate.hpp"

namespace footfall::store {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::int64_t day_ms = 24 * hour_ms;
constexpr std::int64_t remembered_ms = 7 * day_ms;
constexpr std::int64_t least_ms = 6 * hour_ms;  // less says more about the time of day than about growth

}  // namespace

void growth_estimate::note(std::int64_t time_ms, std::uint64_t size_bytes) {
  // A clock that was set back makes what is remembered worthless.
  if (!samples_.empty() && time_ms < samples_.back().time_ms) samples_.clear();
  samples_.push_back({time_ms, size_bytes});
  while (samples_.front().time_ms < time_ms - remembered_ms) samples_.pop_front();
}

std::optional<double> growth_estimate::days_until_full(std::uint64_t free_bytes) const {
  if (samples_.empty()) return std::nullopt;
  const auto& first = samples_.front();
  const auto& last = samples_.back();
  const auto span_ms = last.time_ms - first.time_ms;
  if (span_ms < least_ms || last.size_bytes <= first.size_bytes) return std::nullopt;
  const auto bytes_per_day = static_cast<double>(last.size_bytes - first.size_bytes) *
                             static_cast<double>(day_ms) / static_cast<double>(span_ms);
  return static_cast<double>(free_bytes) / bytes_per_day;
}

}  // namespace footfall::store
