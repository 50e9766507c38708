// The time of day as the clocks of a time zone show it.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace footfall::text {

/// Immutable, thread-safe.
class local_minutes {
 public:
  /// `zone`: an IANA name; one that is not known counts as UTC. Takes the lock of the table of loaded zones.
  explicit local_minutes(std::string_view zone);
  ~local_minutes();

  /// Minutes since midnight, 0..1439; in an hour that occurs twice both times.
  [[nodiscard]] std::uint32_t minute_of_day(std::int64_t time_s) const noexcept;

 private:
  struct rules;
  std::unique_ptr<const rules> rules_;
};

}  // namespace footfall::text
