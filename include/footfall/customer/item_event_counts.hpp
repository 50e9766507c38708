// Whether pages name the items that the customer has told of: events of the last day.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>

namespace footfall::customer {

/// Events that named an item, by whole hours, of the last 24; since the start of the server. Thread-safe.
class item_event_counts {
 public:
  struct counts {
    std::uint64_t events = 0;
    std::uint64_t known = 0;  ///< whose item the customer had told of when they came
  };

  /// An event of `time_ms` that has come now. What is older than a day is passed over.
  void note(bool item_is_known, std::int64_t time_ms, std::int64_t now_ms);

  [[nodiscard]] counts of_last_day(std::int64_t now_ms) const;

 private:
  static constexpr std::int64_t hours_kept = 24;
  struct hour {
    std::int64_t number = 0;  // since 1970
    counts what;
  };

  mutable std::mutex mutex_;  // guards what follows
  std::array<hour, hours_kept> hours_;
};

}  // namespace footfall::customer
