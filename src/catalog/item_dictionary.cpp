// Dense numbers for a customer's items: keys in blocks that never move, found by a set of their indices.
#include "footfall/catalog/item_dictionary.hpp"

#include "footfall/core/heap_bytes.hpp"

#include <algorithm>
#include <limits>
#include <mutex>
#include <type_traits>

namespace footfall::catalog {

item_dictionary::item_dictionary(std::size_t items_max)
    : items_max_(std::min<std::size_t>(items_max, std::numeric_limits<item_index>::max())),
      numbers_(0, hash_of_key{this}, same_key{this}) {}

item_dictionary::~item_dictionary() = default;

std::optional<item_index> item_dictionary::name(const item_key& key, std::uint32_t time_s,
                                                std::size_t known_max) {
  time_s = std::max(time_s, not_known + 1);
  {
    // Nearly every event is about a known item: readers do not wait for each other.
    const std::shared_lock lock(mutex_);
    if (const auto number = numbers_.find(key); number != numbers_.end()) {
      auto& at = named(*number);
      auto known_s = at.load(std::memory_order_relaxed);
      while (known_s != not_known && known_s < time_s && !at.compare_exchange_weak(known_s, time_s)) continue;
      if (known_s != not_known) return *number;
    }
  }
  const std::unique_lock lock(mutex_);
  const auto number = numbers_.find(key);
  if (number == numbers_.end()) {
    if (known() >= known_max || size_.load(std::memory_order_relaxed) >= items_max_) return std::nullopt;
    return append(key, time_s);
  }
  auto& at = named(*number);
  if (at == not_known) {
    if (known() >= known_max) return std::nullopt;
    ++known_;
  }
  at = std::max(at.load(), time_s);
  return *number;
}

void item_dictionary::forget_before(std::uint32_t time_s) {
  const std::unique_lock lock(mutex_);
  for (item_index index = 0; index < size_.load(std::memory_order_relaxed); ++index) {
    auto& at = named(index);
    if (at == not_known || at >= time_s) continue;
    at = not_known;
    --known_;
  }
}

// For a new key, and with room for it.
item_index item_dictionary::append(const item_key& key, std::uint32_t named_s) {
  const auto next = size_.load(std::memory_order_relaxed);
  // Only whoever has an item's index looks at the blocks: nothing but the first item makes their list.
  if (!blocks_)
    blocks_ = std::make_unique<std::unique_ptr<block>[]>((items_max_ + block_items - 1) / block_items);
  auto& place = blocks_[next / block_items];
  if (!place) place = std::make_unique<block>();
  place->types[next % block_items] = key.type;
  auto& kept = place->keys[next % block_items];
  kept = key;
  if (kept.text.capacity() > std::string().capacity()) text_bytes_ += heap_bytes(kept.text.capacity() + 1);
  place->named_s[next % block_items] = named_s;
  if (next == 0)
    only_type_.store(key.type, std::memory_order_relaxed);
  else if (!all_of_type(key.type))
    only_type_.store(mixed_types, std::memory_order_relaxed);
  const auto index = static_cast<item_index>(next);
  numbers_.insert(index);
  if (named_s != not_known) ++known_;
  size_.store(next + 1, std::memory_order_release);
  return index;
}

std::optional<item_index> item_dictionary::find(const item_key& key) const {
  const std::shared_lock lock(mutex_);
  const auto known = numbers_.find(key);
  if (known == numbers_.end() || named(*known) == not_known) return std::nullopt;
  return *known;
}

std::size_t item_dictionary::bytes() const {
  const std::shared_lock lock(mutex_);
  if (!blocks_) return 0;
  const auto places = (items_max_ + block_items - 1) / block_items;
  const auto blocks = (size() + block_items - 1) / block_items;
  return heap_bytes(places * sizeof(blocks_[0])) + blocks * heap_bytes(sizeof(block)) + text_bytes_ +
         heap_bytes(numbers_.bucket_count() * (sizeof(item_index) + 1));
}

void item_dictionary::save(item_index first, std::size_t end, saved_items& out) const {
  static_assert(std::has_unique_object_representations_v<saved_items::item>);
  out.items.clear();
  out.texts.clear();
  for (auto index = first; index < end; ++index) {
    const auto& key = key_of(index);
    out.items.push_back({key.type, key.number, static_cast<std::uint32_t>(key.text.size()), named(index)});
    out.texts.insert(out.texts.end(), key.text.begin(), key.text.end());
  }
}

result<void> item_dictionary::load(const saved_items& from) {
  const failure never_saved{error::io_failed, "saved items: some that cannot be"};
  const std::unique_lock lock(mutex_);
  const auto size = size_.load(std::memory_order_relaxed);
  if (from.items.size() > items_max_ - size) return never_saved;
  numbers_.reserve(size + from.items.size());
  std::size_t texts_read = 0;
  item_key key;
  for (const auto& each : from.items) {
    if (each.text_bytes > from.texts.size() - texts_read) return never_saved;
    key.type = each.type;
    key.number = each.number;
    key.text.assign(from.texts.data() + texts_read, each.text_bytes);
    texts_read += each.text_bytes;
    if (numbers_.contains(key)) return never_saved;
    append(key, each.named_s);
  }
  if (texts_read != from.texts.size()) return never_saved;
  return {};
}

}  // namespace footfall::catalog
