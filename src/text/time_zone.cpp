// The only place that knows the library with the rules of time zones.
#include "text/time_zone.hpp"

#include <cctz/civil_time.h>
#include <cctz/time_zone.h>

#include <chrono>
#include <string>

namespace footfall::text {

std::optional<std::int64_t> from_local_ms(std::int64_t local_ms, std::string_view zone) {
  cctz::time_zone rules;
  if (!cctz::load_time_zone(std::string(zone), &rules)) return std::nullopt;
  const std::chrono::milliseconds local(local_ms);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(local);
  const auto shown = cctz::civil_second(1970, 1, 1) + seconds.count();
  const auto moment = cctz::convert(shown, rules).time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(moment).count() + (local - seconds).count();
}

}  // namespace footfall::text
