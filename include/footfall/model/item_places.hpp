// Finds the place of an item in a list under construction.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace footfall::model {

/// Item to place in a list, by open addressing, at most half full. Not thread-safe; each thread that scores
/// keeps one, so that a request allocates nothing once the table has grown to its usual size.
class item_places {
 public:
  /// Forgets everything and makes room for `items_max` items.
  void clear(std::size_t items_max) {
    const auto slots = std::bit_ceil(std::max<std::size_t>(2 * items_max, 16));
    shift_ = 64 - std::countr_zero(slots);
    mask_ = slots - 1;
    slots_.assign(slots, {0, no_place});
  }

  /// The place of the item; `next` is noted when it has none yet.
  std::uint32_t find_or_add(item_index item, std::size_t next) {
    for (auto slot = slot_of(item);; slot = (slot + 1) & mask_) {
      auto& known = slots_[slot];
      if (known.place == no_place) return (known = {item, static_cast<std::uint32_t>(next)}).place;
      if (known.item == item) return known.place;
    }
  }

  /// The entry of the item in `list`, where it is appended, with nothing but its member `item`, when it is
  /// new.
  template <class Entry>
  Entry& find_or_append(item_index item, std::vector<Entry>& list) {
    const auto place = find_or_add(item, list.size());
    if (place == list.size()) list.emplace_back().item = item;
    return list[place];
  }

 private:
  static constexpr std::uint32_t no_place = 0xFFFFFFFF;
  struct entry {
    item_index item;
    std::uint32_t place;
  };

  [[nodiscard]] std::size_t slot_of(item_index item) const noexcept {
    return static_cast<std::size_t>((item * 0x9E3779B97F4A7C15ULL) >> shift_);
  }

  std::vector<entry> slots_;
  std::size_t mask_ = 0;
  int shift_ = 0;
};

}  // namespace footfall::model
