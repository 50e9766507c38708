// How many users look at an item: distinct users with a click on it within the session window (protocol C2).
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace footfall::profile {

/// A table as it is kept in a file.
struct saved_viewers {
  struct click {
    std::int64_t time_ms = 0;
    std::uint64_t viewer = 0;
    std::uint64_t item = 0;
  };
  std::vector<click> clicks;  ///< as they lie in the table's heap
  std::int64_t expired_until_ms = 0;
};

/// Viewers of the items of one customer. Thread-safe.
class viewer_table {
 public:
  /// At most `clicks_max` clicks are remembered; when more come within the window, the oldest count no more.
  explicit viewer_table(std::size_t clicks_max = 1'000'000);

  /// A click at `time_ms`. A click that comes late counts from then on if it is inside the window; one whose
  /// time has not come yet (clocks differ) counts at once.
  void apply(item_index item, const user_key& user, std::int64_t time_ms);

  /// Takes no more clicks from before the window, and forgets up to `clicks_max` of those that it has: so
  /// that who asks next does not have to forget all that has gone by since somebody asked.
  void expire(std::int64_t now_ms, std::int64_t window_ms, std::size_t clicks_max);

  /// Forgets the clicks of a user.
  void forget(const user_key& user);

  /// Distinct users with a click on `item` later than `now_ms - window_ms`. What is older is
  /// forgotten, so a longer window asked for later is filled by new clicks only.
  [[nodiscard]] std::uint32_t viewers(item_index item, std::int64_t now_ms, std::int64_t window_ms);

  /// Memory that grows with the clicks.
  [[nodiscard]] std::size_t bytes() const;

  /// The table as it is: a copy of its clicks, 5 ms for a million.
  [[nodiscard]] saved_viewers save() const;

  /// Fills an empty table. Items must be below `items_end`. Errors: `io_failed` when this was never saved
  /// from a table with these settings; the table is then of no use.
  [[nodiscard]] result<void> load(const saved_viewers& from, std::size_t items_end);

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
  void count_out(const click& gone);

  const std::size_t clicks_max_;
  mutable std::mutex mutex_;   // guards all below
  std::vector<click> clicks_;  // a heap with the oldest on top: clicks may come in any order
  boost::unordered_flat_map<std::uint64_t, std::uint32_t> clicks_of_viewer_;
  boost::unordered_flat_map<item_index, std::uint32_t> viewers_;
  std::int64_t expired_until_ms_;
};

}  // namespace footfall::profile
