// Dense numbers for a customer's items: keys in blocks that never move, found by a set of their indices.
#include "footfall/catalog/item_dictionary.hpp"

#include <algorithm>
#include <limits>
#include <mutex>

namespace footfall::catalog {

item_dictionary::item_dictionary(std::size_t items_max)
    : items_max_(std::min<std::size_t>(items_max, std::numeric_limits<item_index>::max())),
      numbers_(0, hash_of_key{this}, same_key{this}),
      blocks_(std::make_unique<std::unique_ptr<block>[]>((items_max_ + block_items - 1) / block_items)) {}

item_dictionary::~item_dictionary() = default;

std::optional<item_index> item_dictionary::add(const item_key& key) {
  // Nearly every event is about a known item: readers do not wait for each other.
  if (const auto known = find(key)) return known;
  const std::unique_lock lock(mutex_);
  if (const auto known = numbers_.find(key); known != numbers_.end()) return *known;
  const auto next = size_.load(std::memory_order_relaxed);
  if (next >= items_max_) return std::nullopt;
  auto& place = blocks_[next / block_items];
  if (!place) place = std::make_unique<block>();
  (*place)[next % block_items] = key;
  const auto index = static_cast<item_index>(next);
  numbers_.insert(index);
  size_.store(next + 1, std::memory_order_release);
  return index;
}

std::optional<item_index> item_dictionary::find(const item_key& key) const {
  const std::shared_lock lock(mutex_);
  const auto known = numbers_.find(key);
  if (known == numbers_.end()) return std::nullopt;
  return *known;
}

const item_key& item_dictionary::key_of(item_index index) const noexcept {
  return (*blocks_[index / block_items])[index % block_items];
}

}  // namespace footfall::catalog
