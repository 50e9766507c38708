// The newest sequences of one part of the log, from which rows are counted when they are asked for.
#pragma once

#include "footfall/model/slices.hpp"
#include "model/sequences.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// Items of sequences are places in `model_slice::items`, so that the index is as small as the slice. Of
/// journeys they are places in `clicked`: there the items of the slice are what journeys led to. Immutable.
struct slice_rows {
  sequences sessions;  ///< of kinds that count journeys only where they have a scope
  /// By item: what its counts are divided by for its support in the whole log. Of journeys without a scope
  /// the weights by age of all sessions of the slice with the item, also of those before the oldest journey.
  std::vector<float> held_back;
  std::uint32_t reference_s = 0;
  bool of_journeys = false;
  sequences journeys{};               ///< what was clicked, the newest first
  std::vector<float> weights{};       ///< by place in `journeys`
  std::vector<item_index> targets{};  ///< by journey: what it led to, an item of the whole log
  std::vector<item_index> clicked{};  ///< ascending, each once

  /// The number that an item has in the sequences of this slice; `model_slice::nowhere`: it is in none.
  [[nodiscard]] std::size_t number_of(item_index item, const model_slice& own) const noexcept;
  [[nodiscard]] std::size_t memory_bytes() const noexcept;
};

/// Keeps the newest of the sequences that come, whatever their order. Not thread-safe.
class newest_sequences {
 public:
  /// As many sequences as have at most `places_max` items together.
  explicit newest_sequences(std::size_t places_max) : places_max_(places_max) {}

  /// `tie`: of those that ended in one second the largest is the newest. `weights`: of each item; empty:
  /// none. Of a sequence longer than all that may be kept, its last items count.
  void add(std::span<const item_index> items, std::uint32_t last_s, std::uint64_t tie,
           std::span<const float> weights = {});

  /// Leaves only what is to be kept, the newest first. Nothing is to be added afterwards.
  void finish();
  [[nodiscard]] std::size_t size() const noexcept { return known_.size(); }
  /// Of all sequences, one after the other.
  [[nodiscard]] std::span<const item_index> items() const noexcept { return items_; }
  /// Calls `visit(items, weights, last_s)` with each, the newest first.
  template <class Visit>
  void visit(const Visit& visit) const {
    for (const auto& each : known_)
      visit(std::span(items_).subspan(each.first, each.size),
            weights_.empty() ? std::span<const float>() : std::span(weights_).subspan(each.first, each.size),
            each.last_s);
  }

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
  std::optional<sequence> dropped_;  // the newest without room: nothing older has any
};

}  // namespace footfall::model
