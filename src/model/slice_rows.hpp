// The newest sequences of one part of the log, from which rows are counted when they are asked for.
#pragma once

#include "footfall/model/slices.hpp"
#include "model/sequences.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// Items are places in `model_slice::items`, so that the index is as small as the slice. Immutable.
struct slice_rows {
  sequences sessions;
  std::vector<float> held_back;  ///< by item: what its counts are divided by for its support in the whole log
  std::uint32_t reference_s = 0;
  bool of_journeys = false;
  sequences journeys{};          ///< clicks, the newest first, and last what they led to
  std::vector<float> weights{};  ///< by place in `journeys`; 0 of what they led to

  [[nodiscard]] std::size_t memory_bytes() const noexcept;
};

/// Keeps the newest of the sequences that come. Not thread-safe.
class newest_sequences {
 public:
  /// As many sequences as have at most `places_max` items together.
  explicit newest_sequences(std::size_t places_max) : places_max_(places_max) {}

  /// `tie`: of those that ended in one second the largest is the newest. `weights`: of each item; empty:
  /// none.
  void add(std::span<const item_index> items, std::uint32_t last_s, std::uint64_t tie,
           std::span<const float> weights = {});

  /// Leaves only what is to be kept, the newest first. Nothing is to be added afterwards.
  void finish();
  [[nodiscard]] std::size_t size() const noexcept { return known_.size(); }
  /// Of all sequences, one after the other.
  [[nodiscard]] std::span<const item_index> items() const noexcept { return items_; }
  [[nodiscard]] std::span<const float> weights() const noexcept { return weights_; }
  /// The sequences with items as places in `numbers`, which is ascending and has them all.
  [[nodiscard]] sequences numbered(std::span<const item_index> numbers, std::size_t per_item) const;

 private:
  struct sequence {
    std::uint32_t last_s;
    std::uint32_t size;
    std::uint64_t tie;
    std::size_t first;  // into items_

    [[nodiscard]] bool is_newer_than(const sequence& other) const noexcept {
      return last_s != other.last_s ? last_s > other.last_s : tie > other.tie;
    }
  };
  void cut();

  std::size_t places_max_;
  std::vector<sequence> known_;
  std::vector<item_index> items_;
  std::vector<float> weights_;
  std::uint32_t older_s_ = 0;  // what ended before has no room any more
};

}  // namespace footfall::model
