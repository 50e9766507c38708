// Lists of items by key, and numbers of items, for snapshots: the next one shares what does not change.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace footfall::catalog {

/// Items that come into a list and that leave it, in any order: each as often as it did.
struct list_change {
  std::vector<item_index> in, out;
};

/// Lists of items under keys. They lie in pieces, so that a change copies the lists that it is about and a
/// few hundred others' places, however many there are. Copies share all of it. Thread-safe as long as nobody
/// changes it.
class keyed_lists {
 public:
  /// By key.
  using changes = boost::unordered_flat_map<std::uint64_t, list_change>;
  /// Is told of each key that has items now and had none, or the other way round.
  using watcher = std::function<void(std::uint64_t key, bool has_items)>;

  /// The items under a key, ascending; valid as long as a copy that has the list.
  [[nodiscard]] std::span<const item_index> find(std::uint64_t key) const noexcept;

  /// Makes the changes, which are used up.
  void apply(changes& all, const watcher& watch = {});

  /// Keys that have items.
  [[nodiscard]] std::size_t size() const noexcept { return keys_; }
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  // One item, as most numbers of parts and the like have, is written out.
  struct list {
    std::shared_ptr<const item_index[]> many;
    std::uint32_t count = 0;
    item_index one{};
  };
  using lists = boost::unordered_flat_map<std::uint64_t, list>;
  struct piece {
    lists by_key;
    std::size_t list_bytes = 0;  // that its lists take elsewhere
  };

  [[nodiscard]] static std::span<const item_index> view_of(const list& which) noexcept;
  [[nodiscard]] static std::size_t bytes_elsewhere(const list& which) noexcept;
  [[nodiscard]] static std::size_t bytes_of(const piece& which) noexcept;
  [[nodiscard]] static list list_of(const std::vector<item_index>& items);
  [[nodiscard]] std::size_t place_of(std::uint64_t key) const noexcept;
  void make_room(std::size_t keys);
  void change(piece& own, std::uint64_t key, list_change& by, const watcher& watch);

  std::vector<std::shared_ptr<const piece>> pieces_;  // none, or a power of two of them
  std::size_t keys_ = 0;
  std::size_t piece_bytes_ = 0;
};

/// A number that an item has.
struct numbered_item {
  item_index item{};
  double number{};
};

/// The numbers of items under one key, in blocks of items; otherwise as `keyed_lists`.
class item_numbers {
 public:
  /// All numbers that an item has from now on, by item.
  using changes = boost::unordered_flat_map<item_index, std::vector<double>>;

  /// The numbers of an item.
  [[nodiscard]] std::span<const numbered_item> of(item_index item) const noexcept;

  /// Visits all of them, by item, ascending.
  template <class Visit>
  void visit(Visit&& visit) const {
    for (const auto& each : blocks_)
      if (each)
        for (const auto& number : *each) visit(number);
  }

  void apply(const changes& all);

  /// Numbers of all items.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  static constexpr std::size_t block_items = 1024;
  using block = std::vector<numbered_item>;  // by item, ascending

  [[nodiscard]] static std::size_t bytes_of(const std::shared_ptr<const block>& which) noexcept;

  std::vector<std::shared_ptr<const block>> blocks_;
  std::size_t size_ = 0;
  std::size_t block_bytes_ = 0;
};

}  // namespace footfall::catalog
