// Entries under construction, one for each item, found by item.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// A list in which an item is found by open addressing; `Entry` has a member `item`. Not thread-safe; each
/// thread that scores keeps one, so that a request allocates nothing once it has grown to its usual size.
template <class Entry>
class item_entries {
 public:
  /// Forgets all entries and makes room for `items_max` items.
  void clear(std::size_t items_max) {
    // At the worst three quarters full; most items come several times, so it is nearly always far less.
    const auto slots = std::bit_ceil(std::max<std::size_t>(items_max + items_max / 3, 16));
    shift_ = 64 - std::countr_zero(slots);
    mask_ = slots - 1;
    slots_.assign(slots, no_place);
    size_ = 0;
    // One more, which `find_or_add` writes to before it knows whether the item is new.
    if (entries_.size() <= items_max) entries_.resize(items_max + 1);
  }

  /// Adds many items one after the other: what is always at hand stays in registers. While one lives, the
  /// list it adds to is not to be used.
  class adder {
   public:
    explicit adder(item_entries& to) noexcept
        : to_(to),
          slots_(to.slots_.data()),
          entries_(to.entries_.data()),
          mask_(to.mask_),
          shift_(to.shift_),
          size_(to.size_) {}
    adder(const adder&) = delete;
    adder& operator=(const adder&) = delete;
    ~adder() { to_.size_ = size_; }

    /// The entry of the item; a new one has nothing but its item.
    Entry& find_or_add(item_index item) noexcept {
      // Whether an item is new is a toss, and a branch on it would cost more than the rest. So the next entry
      // is written beforehand, and an empty slot stands for it.
      entries_[size_] = Entry{};
      entries_[size_].item = item;
      auto slot = static_cast<std::size_t>((item * 0x9E3779B97F4A7C15ULL) >> shift_);
      auto noted = slots_[slot];
      auto place = place_of(noted);
      while (entries_[place].item != item) {
        slot = (slot + 1) & mask_;
        noted = slots_[slot];
        place = place_of(noted);
      }
      slots_[slot] = place;
      size_ += static_cast<std::uint32_t>(noted == no_place);
      return entries_[place];
    }

   private:
    // An empty slot stands for the next entry. In bits, as compilers make a branch of a choice.
    [[nodiscard]] std::uint32_t place_of(std::uint32_t noted) const noexcept {
      const auto is_empty = std::uint32_t{0} - static_cast<std::uint32_t>(noted == no_place);
      return (noted & ~is_empty) | (size_ & is_empty);
    }

    item_entries& to_;
    std::uint32_t* const slots_;
    Entry* const entries_;
    const std::size_t mask_;
    const int shift_;
    std::uint32_t size_;
  };

  /// The same for one item.
  Entry& find_or_add(item_index item) noexcept { return adder(*this).find_or_add(item); }

  [[nodiscard]] std::span<Entry> entries() noexcept { return std::span(entries_).first(size_); }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }

 private:
  static constexpr std::uint32_t no_place = 0xFFFFFFFF;

  std::vector<std::uint32_t> slots_;  // places in entries_
  std::vector<Entry> entries_;
  std::uint32_t size_ = 0;
  std::size_t mask_ = 0;
  int shift_ = 0;
};

}  // namespace footfall::model
