// A day has 23 to 25 hours as a rule, so that a guess by days of 24 hours is one off at most.
#include "footfall/text/local_days.hpp"

#include "text/time_zone.hpp"

#include <algorithm>

namespace footfall::text {
namespace {

constexpr std::int64_t day_s = 86'400;

}  // namespace

local_days::local_days(std::string_view zone, std::uint32_t from_s, std::uint32_t to_s)
    : begins_s_(begins_of_days_s(zone, from_s, std::max(from_s, to_s))) {}

std::uint32_t local_days::day_of(std::uint32_t time_s) const noexcept {
  const auto last = static_cast<std::int64_t>(begins_s_.size()) - 2;
  auto day = std::clamp<std::int64_t>((std::int64_t{time_s} - begins_s_.front()) / day_s, 0, last);
  const auto begin_s = [&](std::int64_t which) { return begins_s_[static_cast<std::size_t>(which)]; };
  while (day < last && begin_s(day + 1) <= time_s) ++day;
  while (day > 0 && begin_s(day) > time_s) --day;
  return static_cast<std::uint32_t>(day);
}

}  // namespace footfall::text
