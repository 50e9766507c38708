// How many users look at an item: distinct users with a click on it within the session window (protocol C2).
#pragma once

#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>

namespace footfall::profile {

/// Viewers of the items of one customer. Thread-safe.
class viewer_table {
 public:
  /// At most `clicks_max` clicks are remembered; when more come within the window, the oldest count no more.
  explicit viewer_table(std::size_t clicks_max = 1'000'000);

  /// A click at `time_ms`. Clicks that come late (older than the newest one known) count from then on only
  /// if they are inside the window.
  void apply(item_index item, const user_key& user, std::int64_t time_ms);

  /// Distinct users with a click on `item` in (now - window, now].
  [[nodiscard]] std::uint32_t viewers(item_index item, std::int64_t now_ms, std::int64_t window_ms);

 private:
  struct click {
    std::int64_t time_ms;
    item_index item;
    std::uint64_t user;
  };
  void expire(std::int64_t before_ms);
  void drop_oldest();

  const std::size_t clicks_max_;
  std::mutex mutex_;  // guards all below
  std::deque<click> clicks_;
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> clicks_of_viewer_;  // hash of (item, user)
  boost::unordered_flat_map<item_index, std::uint32_t> viewers_;
};

}  // namespace footfall::profile
