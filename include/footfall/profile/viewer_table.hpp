// How many users look at an item: distinct users with a click on it within the session window (protocol C2).
#pragma once

#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace footfall::profile {

/// Viewers of the items of one customer. Thread-safe.
class viewer_table {
 public:
  /// At most `clicks_max` clicks are remembered; when more come within the window, the oldest count no more.
  explicit viewer_table(std::size_t clicks_max = 1'000'000);

  /// A click at `time_ms`. A click that comes late counts from then on if it is inside the window; one whose
  /// time has not come yet (clocks differ) counts at once.
  void apply(item_index item, const user_key& user, std::int64_t time_ms);

  /// Distinct users with a click on `item` later than `now_ms - window_ms`. What is older is
  /// forgotten, so a longer window asked for later is filled by new clicks only.
  [[nodiscard]] std::uint32_t viewers(item_index item, std::int64_t now_ms, std::int64_t window_ms);

 private:
  struct click {
    std::int64_t time_ms;
    std::uint64_t viewer;  ///< hash of item and user
    item_index item;
    friend bool operator>(const click& left, const click& right) noexcept {
      return left.time_ms > right.time_ms;
    }
  };
  void drop_oldest();

  const std::size_t clicks_max_;
  std::mutex mutex_;           // guards all below
  std::vector<click> clicks_;  // a heap with the oldest on top: clicks may come in any order
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> clicks_of_viewer_;
  boost::unordered_flat_map<item_index, std::uint32_t> viewers_;
  std::int64_t expired_until_ms_;
};

}  // namespace footfall::profile
