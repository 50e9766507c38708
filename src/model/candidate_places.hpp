// Finds the place of an item in a list of candidates under construction.
#pragma once

#include "footfall/model/model.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace footfall::model {

/// Open addressing, at most half full. Not thread-safe; each thread that scores keeps one, so that a request
/// allocates nothing once the table has grown to its usual size.
class candidate_places {
 public:
  /// Forgets everything and makes room for `items_max` items.
  void clear(std::size_t items_max) {
    const auto slots = std::bit_ceil(std::max<std::size_t>(2 * items_max, 16));
    shift_ = 64 - std::countr_zero(slots);
    mask_ = slots - 1;
    slots_.assign(slots, free_slot);
  }

  /// The entry of the item in `list`, where it is appended with score 0 when it is new.
  scored_item& find_or_append(item_index item, std::vector<scored_item>& list) {
    for (auto slot = static_cast<std::size_t>((item * 0x9E3779B97F4A7C15ULL) >> shift_);;
         slot = (slot + 1) & mask_) {
      if (slots_[slot] == free_slot) {
        slots_[slot] = static_cast<std::uint32_t>(list.size());
        return list.emplace_back(scored_item{item, 0, 0});
      }
      if (auto& known = list[slots_[slot]]; known.item == item) return known;
    }
  }

 private:
  static constexpr std::uint32_t free_slot = 0xFFFFFFFF;

  std::vector<std::uint32_t> slots_;
  std::size_t mask_ = 0;
  int shift_ = 0;
};

}  // namespace footfall::model
