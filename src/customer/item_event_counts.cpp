#include "footfall/customer/item_event_counts.hpp"

namespace footfall::customer {

namespace {

constexpr std::int64_t hour_ms = 3'600'000;

}  // namespace

void item_event_counts::note(bool item_is_known, std::int64_t time_ms, std::int64_t now_ms) {
  const auto number = time_ms / hour_ms;
  if (number <= now_ms / hour_ms - hours_kept || number > now_ms / hour_ms) return;
  const std::lock_guard lock(mutex_);
  auto& mine = hours_[static_cast<std::size_t>(number % hours_kept)];
  if (mine.number != number) mine = {number, {}};
  ++mine.what.events;
  mine.what.known += item_is_known;
}

item_event_counts::counts item_event_counts::of_last_day(std::int64_t now_ms) const {
  const auto first = now_ms / hour_ms - hours_kept + 1;
  counts sum;
  const std::lock_guard lock(mutex_);
  for (const auto& each : hours_) {
    if (each.number < first) continue;
    sum.events += each.what.events;
    sum.known += each.what.known;
  }
  return sum;
}

}  // namespace footfall::customer
