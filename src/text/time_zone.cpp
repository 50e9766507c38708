// The only place that knows the library with the rules of time zones.
#include "text/time_zone.hpp"

#include "footfall/text/local_minutes.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <chrono>
#include <string>
#include <utility>

namespace footfall::text {

struct local_minutes::rules {
  cctz::time_zone zone = cctz::utc_time_zone();
};

local_minutes::local_minutes(std::string_view zone) {
  auto known = std::make_unique<rules>();
  if (cctz::time_zone loaded; cctz::load_time_zone(std::string(zone), &loaded)) known->zone = loaded;
  rules_ = std::move(known);
}

local_minutes::~local_minutes() = default;

std::uint32_t local_minutes::minute_of_day(std::int64_t time_s) const noexcept {
  const auto shown = cctz::convert(cctz::time_point<cctz::seconds>(cctz::seconds(time_s)), rules_->zone);
  return static_cast<std::uint32_t>(shown.hour() * 60 + shown.minute());
}

std::optional<std::int64_t> from_local_ms(std::int64_t local_ms, std::string_view zone) {
  cctz::time_zone rules;
  if (!cctz::load_time_zone(std::string(zone), &rules)) return std::nullopt;
  const std::chrono::milliseconds local(local_ms);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(local);
  const auto shown = cctz::civil_second(1970, 1, 1) + seconds.count();
  const auto moment = cctz::convert(shown, rules).time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(moment).count() + (local - seconds).count();
}

std::vector<std::int64_t> begins_of_days_s(std::string_view zone, std::int64_t from_s, std::int64_t to_s) {
  cctz::time_zone rules;
  if (!cctz::load_time_zone(std::string(zone), &rules)) rules = cctz::utc_time_zone();
  using point = cctz::time_point<cctz::seconds>;
  const auto moment = [](std::int64_t time_s) { return point(cctz::seconds(time_s)); };
  cctz::civil_day day(cctz::convert(moment(from_s), rules));
  std::vector<std::int64_t> begins_s;
  do {
    begins_s.push_back(cctz::convert(cctz::civil_second(day++), rules).time_since_epoch().count());
  } while (begins_s.back() <= to_s);
  return begins_s;
}

}  // namespace footfall::text
