// Splits a history in time: what models may learn from, and the sessions after that which they are asked
// about.
#pragma once

#include "footfall/model/event_history.hpp"
#include "footfall/profile/history_entry.hpp"

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace footfall::evaluation {

/// How often each item occurs in what models learn from. Immutable once made, thread-safe.
class known_items {
 public:
  explicit known_items(const model::event_history& training);

  [[nodiscard]] std::uint32_t count(item_index item) const noexcept {
    return item < counts_.size() ? counts_[item] : 0;
  }
  [[nodiscard]] bool contains(item_index item) const noexcept { return count(item) != 0; }
  [[nodiscard]] std::uint32_t largest_count() const noexcept { return largest_; }
  /// Different items that occur.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// One more than the largest item index that occurs.
  [[nodiscard]] std::size_t index_end() const noexcept { return counts_.size(); }

 private:
  std::vector<std::uint32_t> counts_;
  std::uint32_t largest_ = 0;
  std::size_t size_ = 0;
};

/// The sessions of one type of event that begin after `split_s` and have two events or more. One that goes on
/// across the split belongs to neither side.
[[nodiscard]] model::session_columns sessions_after(const model::event_history& history,
                                                    events::event_type type, std::uint32_t split_s,
                                                    std::uint32_t gap_s);

/// The items of one session of the columns, in order of time.
[[nodiscard]] std::span<const item_index> items_of(const model::session_columns& sessions,
                                                   std::size_t session);

/// What a history of its user would have had of the events of one type before `end_s`: each item once, with
/// its units or its last rating, newest first.
[[nodiscard]] std::vector<profile::history_entry> entries_of(
    const model::event_history& history, events::event_type type, model::owner_number owner,
    std::uint32_t end_s = std::numeric_limits<std::uint32_t>::max());

/// The same of the events of all types.
[[nodiscard]] std::vector<profile::history_entry> all_entries_of(const model::event_history& history,
                                                                 model::owner_number owner,
                                                                 std::uint32_t end_s);

}  // namespace footfall::evaluation
