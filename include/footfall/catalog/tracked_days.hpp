// Which items events have named lately: a fold that keeps the last day of each.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace footfall::catalog {

/// The day on which an event last named each item of a customer. Takes two bytes an item; the same events in
/// any order give the same table. Thread-safe.
class tracked_days {
 public:
  /// An event at `time_s` (seconds since the epoch) has named the item.
  void add(item_index item, std::uint32_t time_s);

  /// The items that were named on the day of `time_s` (UTC) or later, ascending.
  [[nodiscard]] std::vector<item_index> since(std::uint32_t time_s) const;

  /// Days since the epoch by item; 0: never.
  [[nodiscard]] std::vector<std::uint16_t> save() const;

  /// Fills an empty table. Errors: `io_failed` when it has items that are not below `items_end`; the table is
  /// then of no use.
  [[nodiscard]] result<void> load(std::span<const std::uint16_t> from, std::size_t items_end);

  /// Memory that grows with the items.
  [[nodiscard]] std::size_t bytes() const;

 private:
  mutable std::mutex mutex_;  // guards `days_`
  std::vector<std::uint16_t> days_;
};

}  // namespace footfall::catalog
