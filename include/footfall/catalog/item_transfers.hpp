// Items that got other ids: what was said of the old one until then counts for the new one.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace footfall::catalog {

/// The transfers of one customer in the order in which they came. Nothing is rewritten: whoever reads what
/// was said of an item asks which item that counts for now. Not thread-safe for changes; concurrent reading
/// is fine.
class item_transfers {
 public:
  /// Transfers that are followed from one item on; of a longer chain the last ones do nothing.
  static constexpr int followed_max = 64;

  /// What happened with `source` until this second counts for `target`. Later ones go on from where earlier
  /// ones have led.
  void add(item_index source, item_index target, std::uint32_t until_s);

  /// The item for which something of this time counts, as far as the transfers from number `first` on say:
  /// the item itself when they say nothing of it.
  [[nodiscard]] item_index item_of(item_index item, std::uint32_t time_s,
                                   std::uint32_t first = 0) const noexcept;

  /// Items of which something may count for this one: `item_of` says what. The newest `followed_max`.
  [[nodiscard]] std::span<const item_index> sources_of(item_index item) const noexcept;

  /// Items that have sources.
  [[nodiscard]] std::vector<item_index> targets() const;

  /// How many there are.
  [[nodiscard]] std::uint32_t size() const noexcept { return size_; }

 private:
  struct transfer {
    std::uint32_t number;
    std::uint32_t until_s;
    item_index target;
  };
  boost::unordered_flat_map<item_index, std::vector<transfer>> by_source_;  // each in order of numbers
  boost::unordered_flat_map<item_index, std::vector<item_index>> sources_;  // by target, each once
  std::uint32_t size_ = 0;
};

}  // namespace footfall::catalog
