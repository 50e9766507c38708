// How complete a catalogue is, and whether it knows what pages track.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item_dictionary.hpp"
#include "footfall/catalog/tracked_days.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>

namespace footfall::catalog {

/// What is known of the items of one type.
struct type_quality {
  std::size_t items = 0;                         ///< of which the customer has told
  std::size_t recommendable = 0;                 ///< of these
  std::array<std::size_t, told_members> told{};  ///< of these, by `told_member`
  std::size_t tracked = 0;                       ///< items that events have named lately
  std::size_t tracked_known = 0;                 ///< of these, those of which the customer has told
};

/// By item type.
using catalogue_quality = std::map<std::uint32_t, type_quality>;

/// Days of tracked items, today among them, that the catalogue is held against.
inline constexpr std::uint32_t tracked_days_shown = 7;

/// Looks at every item: some milliseconds for a million. `which` may be null: nothing is known. `now_s`:
/// seconds since the epoch. Thread-safe.
[[nodiscard]] catalogue_quality quality_of(const catalogue* which, const item_dictionary& items,
                                           const tracked_days& tracked, std::int64_t now_s);

/// All types together. Thread-safe.
[[nodiscard]] type_quality sum_of(const catalogue_quality& of);

/// Categories of the tree, and those of them in which no item is, nor below. Thread-safe.
struct category_counts {
  std::size_t all = 0, empty = 0;
};
[[nodiscard]] category_counts categories_of(const catalogue& which);

/// What metrics show of a catalogue.
struct quality_figures {
  type_quality items;  ///< of all types
  category_counts categories;
};

/// The second from which on an item counts as tracked lately. Thread-safe.
[[nodiscard]] std::uint32_t tracked_since_s(std::int64_t now_s) noexcept;

}  // namespace footfall::catalog
