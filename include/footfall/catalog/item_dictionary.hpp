// Dense numbers for a customer's items, handed out once and kept, so that scoring is array work.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <vector>

namespace footfall::catalog {

/// Successive items as they are kept in a file.
struct saved_items {
  struct item {
    std::uint32_t type = 0;
    std::uint32_t number = 0;
    std::uint32_t text_bytes = 0;  ///< that are its own of those that follow
    std::uint32_t named_s = 0;     ///< see `item_dictionary::name`
  };
  std::vector<item> items;
  std::vector<char> texts;
};

/// Items of one customer by key and by index. Grows only, up to `items_max`: an item that is known no more
/// keeps its index, and has it again when it is named again. Thread-safe; `key_of`, `type_of`, `size` and
/// `known` take no lock, since keys lie in blocks that never move.
class item_dictionary {
 public:
  explicit item_dictionary(std::size_t items_max = 16'000'000);
  ~item_dictionary();

  /// The index of an item, new or known, that stays known whatever events say; nothing when it is new and
  /// `items_max` is reached.
  [[nodiscard]] std::optional<item_index> add(const item_key& key) { return name(key, named_for_ever); }

  /// The index of an item, new or known, that an event of `time_s` has named, seconds since 1970; nothing
  /// when it would be one more than `known_max`, or than `items_max`.
  [[nodiscard]] std::optional<item_index> name(
      const item_key& key, std::uint32_t time_s,
      std::size_t known_max = std::numeric_limits<std::size_t>::max());

  /// Items that were named before `time_s` only are known no more.
  void forget_before(std::uint32_t time_s);

  /// The index of a known item.
  [[nodiscard]] std::optional<item_index> find(const item_key& key) const;

  /// The item with this index, which must be below `size()`. The reference stays valid.
  [[nodiscard]] const item_key& key_of(item_index index) const noexcept {
    return blocks_[index / block_items]->keys[index % block_items];
  }
  /// True when all items are of this type.
  [[nodiscard]] bool all_of_type(std::uint32_t type) const noexcept {
    return only_type_.load(std::memory_order_relaxed) == type;
  }
  /// The type of an item alone: types lie close together.
  [[nodiscard]] std::uint32_t type_of(item_index index) const noexcept {
    return blocks_[index / block_items]->types[index % block_items];
  }

  /// The end of the indices.
  [[nodiscard]] std::size_t size() const noexcept { return size_.load(std::memory_order_acquire); }
  /// How many items are known.
  [[nodiscard]] std::size_t known() const noexcept { return known_.load(std::memory_order_relaxed); }

  /// Memory that it takes.
  [[nodiscard]] std::size_t bytes() const;

  /// Replaces `out` by the items from `first` on, below `end`, which is `size()` at the most.
  void save(item_index first, std::size_t end, saved_items& out) const;

  /// Adds items behind those that are there. Errors: `io_failed` when these were never saved from a
  /// dictionary with this bound; it is then of no use.
  [[nodiscard]] result<void> load(const saved_items& from);

 private:
  static constexpr std::size_t block_items = 4096;
  static constexpr std::uint64_t mixed_types = ~std::uint64_t{0};
  static constexpr std::uint32_t not_known = 0;
  static constexpr std::uint32_t named_for_ever = std::numeric_limits<std::uint32_t>::max();
  struct block {
    std::array<std::uint32_t, block_items> types;
    std::array<std::atomic<std::uint32_t>, block_items> named_s;
    std::array<item_key, block_items> keys;
  };

  // The set holds indices only and looks the keys up in the blocks: a key is stored once.
  struct hash_of_key {
    using is_transparent = void;
    const item_dictionary* owner;
    std::size_t operator()(const item_key& key) const noexcept { return std::hash<item_key>{}(key); }
    std::size_t operator()(item_index index) const noexcept { return (*this)(owner->key_of(index)); }
  };
  struct same_key {
    using is_transparent = void;
    const item_dictionary* owner;
    bool operator()(item_index left, item_index right) const noexcept { return left == right; }
    bool operator()(const item_key& left, item_index right) const noexcept {
      return left == owner->key_of(right);
    }
    bool operator()(item_index left, const item_key& right) const noexcept {
      return owner->key_of(left) == right;
    }
  };

  item_index append(const item_key& key, std::uint32_t named_s);
  [[nodiscard]] std::atomic<std::uint32_t>& named(item_index index) const noexcept {
    return blocks_[index / block_items]->named_s[index % block_items];
  }

  const std::size_t items_max_;
  mutable std::shared_mutex mutex_;  // guards numbers_, growth, and whether an item is known
  boost::unordered_flat_set<item_index, hash_of_key, same_key> numbers_;
  std::unique_ptr<std::unique_ptr<block>[]> blocks_;
  // Of all items; `mixed_types` when they have different ones. Who knows an index knows what it did to this.
  std::atomic<std::uint64_t> only_type_{mixed_types};
  std::atomic<std::size_t> size_{0};
  std::atomic<std::size_t> known_{0};
  std::atomic<std::size_t> text_bytes_{0};  // of keys that are long
};

}  // namespace footfall::catalog
