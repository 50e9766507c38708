// Sequences of items, and for each item the newest that hold it: what rows are counted from when they are
// asked for.
#pragma once

#include "footfall/model/event_history.hpp"
#include "footfall/model/saved_model.hpp"
#include "model/age_decay.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// Immutable once indexed; then thread-safe.
class sequences {
 public:
  /// Adds one; what comes first in `items` is up to the caller. Not after `index`.
  void add(std::span<const item_index> items, std::uint32_t last_s);
  /// Notes for each item the `per_item` newest sequences that hold it; of one second the first added.
  void index(std::size_t per_item);

  [[nodiscard]] std::size_t size() const noexcept { return times_s_.size(); }
  [[nodiscard]] std::span<const item_index> items_of(std::uint32_t sequence) const noexcept {
    return std::span(items_).subspan(offsets_[sequence], offsets_[sequence + 1] - offsets_[sequence]);
  }
  /// The place of the first item of a sequence among those of all.
  [[nodiscard]] std::uint32_t first_place(std::uint32_t sequence) const noexcept {
    return offsets_[sequence];
  }
  [[nodiscard]] std::uint32_t last_s(std::uint32_t sequence) const noexcept { return times_s_[sequence]; }
  /// Sequences with an item, newest first.
  [[nodiscard]] std::span<const std::uint32_t> holding(item_index item) const noexcept;
  /// Items are below this.
  [[nodiscard]] std::size_t items_end() const noexcept {
    return list_offsets_.empty() ? 0 : list_offsets_.size() - 1;
  }
  /// How many items have a sequence, and how many places there are.
  [[nodiscard]] std::size_t items() const noexcept;
  [[nodiscard]] std::size_t places() const noexcept { return items_.size(); }

  [[nodiscard]] std::size_t memory_bytes() const noexcept;
  /// Writes what `load` makes the same from.
  void save(model_writer& to) const;
  /// Nothing when none of items below `items_end` was ever saved like this.
  [[nodiscard]] static std::optional<sequences> load(model_reader& from, std::size_t items_end,
                                                     std::size_t per_item);

 private:
  std::vector<std::uint32_t> offsets_{0};  // by sequence, into items_; sequences + 1 entries
  std::vector<item_index> items_;
  std::vector<std::uint32_t> times_s_;       // by sequence
  std::vector<std::uint32_t> list_offsets_;  // by item, into lists_; items + 1 entries
  std::vector<std::uint32_t> lists_;
};

/// The newest `sessions_max` sessions of a book, and others that ended in the second of the oldest of them,
/// as far as they are later than `after_s`, each with its newest 500 items; noted for each item `per_item`.
/// Linear in the number of events.
[[nodiscard]] sequences sessions_of(const session_book& book, std::uint32_t after_s, std::size_t per_item,
                                    std::size_t sessions_max = SIZE_MAX);

/// By item: the sum over the sessions of a book that hold it of the mean weight of its events later than
/// `after_s`. Linear in the number of events.
[[nodiscard]] std::vector<float> find_supports(const session_book& book, std::uint32_t after_s,
                                               const age_decay& decay);

/// What was saved by `put_all`; nothing when one of them can be no support.
[[nodiscard]] std::optional<std::vector<float>> load_supports(model_reader& from, std::size_t items_end);

/// Of an item, 0 beyond the end. Thread-safe.
[[nodiscard]] inline float support_of(std::span<const float> supports, item_index item) noexcept {
  return item < supports.size() ? supports[item] : 0;
}

}  // namespace footfall::model
