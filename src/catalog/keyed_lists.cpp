// Pieces of lists, and blocks of numbers.
#include "footfall/catalog/keyed_lists.hpp"

#include "footfall/core/heap_bytes.hpp"

#include <algorithm>
#include <bit>
#include <iterator>
#include <map>
#include <utility>

namespace footfall::catalog {

namespace {

// Of a piece, about: what a change copies. More pieces than that make the list of them long.
constexpr std::size_t keys_of_piece = 512;

// The items of a list after a change, ascending. An item that came and left, or left and came back, is there
// as often as it came more than it left.
std::vector<item_index> changed(std::span<const item_index> before, list_change& by) {
  for (auto* each : {&by.in, &by.out})
    if (!std::ranges::is_sorted(*each)) std::ranges::sort(*each);
  if (before.empty() && by.out.empty()) return std::move(by.in);
  std::vector<item_index> all;
  all.reserve(before.size() + by.in.size());
  std::ranges::merge(before, by.in, std::back_inserter(all));
  if (by.out.empty()) return all;
  std::vector<item_index> left;
  left.reserve(all.size());
  std::ranges::set_difference(all, by.out, std::back_inserter(left));
  return left;
}

}  // namespace

std::span<const item_index> keyed_lists::view_of(const list& which) noexcept {
  return which.many ? std::span(which.many.get(), which.count) : std::span(&which.one, which.count);
}

std::size_t keyed_lists::bytes_elsewhere(const list& which) noexcept {
  return which.many ? shared_array_bytes(which.count * sizeof(item_index)) : 0;
}

std::size_t keyed_lists::bytes_of(const piece& which) noexcept {
  return heap_bytes(shared_head_bytes + sizeof(which)) + which.list_bytes +
         heap_bytes(which.by_key.bucket_count() * (sizeof(lists::value_type) + 1));
}

keyed_lists::list keyed_lists::list_of(const std::vector<item_index>& items) {
  list made;
  made.count = static_cast<std::uint32_t>(items.size());
  if (items.size() == 1) {
    made.one = items.front();
  } else {
    auto many = std::make_shared<item_index[]>(items.size());
    std::ranges::copy(items, many.get());
    made.many = std::move(many);
  }
  return made;
}

// Keys may be small numbers: the upper bits of this product depend on all of them.
std::size_t keyed_lists::place_of(std::uint64_t key) const noexcept {
  const auto mixed = key * 0x9E3779B97F4A7C15ULL;
  return static_cast<std::size_t>(mixed >> 32U) & (pieces_.size() - 1);
}

std::span<const item_index> keyed_lists::find(std::uint64_t key) const noexcept {
  if (pieces_.empty()) return {};
  const auto& within = pieces_[place_of(key)]->by_key;
  const auto found = within.find(key);
  return found == within.end() ? std::span<const item_index>{} : view_of(found->second);
}

// Twice as many pieces as there were, at least, so that it seldom happens.
void keyed_lists::make_room(std::size_t keys) {
  const auto wanted = std::bit_ceil((keys + keys_of_piece - 1) / keys_of_piece);
  if (wanted <= pieces_.size()) return;
  const auto before = std::exchange(pieces_, std::vector<std::shared_ptr<const piece>>(wanted));
  std::vector<std::shared_ptr<piece>> own(wanted);
  for (auto& each : own) each = std::make_shared<piece>();
  for (const auto& each : before)
    for (const auto& [key, items] : each->by_key) {
      auto& to = *own[place_of(key)];
      to.by_key.emplace(key, items);
      to.list_bytes += bytes_elsewhere(items);
    }
  piece_bytes_ = 0;
  for (const auto& each : own) piece_bytes_ += bytes_of(*each);
  std::ranges::move(own, pieces_.begin());
}

void keyed_lists::change(piece& own, std::uint64_t key, list_change& by, const watcher& watch) {
  const auto known = own.by_key.find(key);
  const bool was_there = known != own.by_key.end();
  const auto items = changed(was_there ? view_of(known->second) : std::span<const item_index>{}, by);
  by = {};
  if (was_there) own.list_bytes -= bytes_elsewhere(known->second);
  if (!items.empty()) {
    const auto& now = own.by_key.insert_or_assign(key, list_of(items)).first->second;
    own.list_bytes += bytes_elsewhere(now);
  } else if (was_there) {
    own.by_key.erase(known);
  }
  if (was_there == !items.empty()) return;
  was_there ? --keys_ : ++keys_;
  if (watch) watch(key, !items.empty());
}

void keyed_lists::apply(changes& all, const watcher& watch) {
  if (all.empty()) return;
  make_room(keys_ + all.size());
  std::vector<std::pair<std::size_t, std::uint64_t>> order;  // piece and key
  order.reserve(all.size());
  for (const auto& [key, by] : all) order.emplace_back(place_of(key), key);
  std::ranges::sort(order);
  for (auto next = order.begin(); next != order.end();) {
    const auto place = next->first;
    const auto own = std::make_shared<piece>(*pieces_[place]);
    piece_bytes_ -= bytes_of(*pieces_[place]);
    for (; next != order.end() && next->first == place; ++next)
      change(*own, next->second, all.find(next->second)->second, watch);
    piece_bytes_ += bytes_of(*own);
    pieces_[place] = own;
  }
  all.clear();
}

std::size_t keyed_lists::bytes() const noexcept {
  return sizeof(*this) + heap_bytes(pieces_.capacity() * sizeof(pieces_[0])) + piece_bytes_;
}

std::span<const numbered_item> item_numbers::of(item_index item) const noexcept {
  const auto number = item / block_items;
  if (number >= blocks_.size() || !blocks_[number]) return {};
  const auto& own = *blocks_[number];
  const auto begin = std::ranges::lower_bound(own, item, {}, &numbered_item::item);
  const auto end = std::find_if(begin, own.end(), [&](const auto& each) { return each.item != item; });
  return {begin, end};
}

void item_numbers::apply(const changes& all) {
  std::map<std::size_t, std::vector<numbered_item>> now;  // by block
  for (const auto& [item, numbers] : all) {
    auto& of_block = now[item / block_items];
    for (const auto number : numbers) of_block.push_back({item, number});
  }
  if (!now.empty() && now.rbegin()->first >= blocks_.size()) blocks_.resize(now.rbegin()->first + 1);
  for (auto& [number, added] : now) {
    const auto before = blocks_[number];
    block next;
    if (before)
      std::ranges::copy_if(*before, std::back_inserter(next),
                           [&](const numbered_item& each) { return !all.contains(each.item); });
    size_ = size_ + next.size() + added.size() - (before ? before->size() : 0);
    next.insert(next.end(), added.begin(), added.end());
    std::ranges::stable_sort(next, {}, &numbered_item::item);
    next.shrink_to_fit();
    blocks_[number] = next.empty() ? nullptr : std::make_shared<const block>(std::move(next));
    block_bytes_ = block_bytes_ + bytes_of(blocks_[number]) - bytes_of(before);
  }
}

std::size_t item_numbers::bytes_of(const std::shared_ptr<const block>& which) noexcept {
  return which ? heap_bytes(shared_head_bytes + sizeof(block)) +
                     heap_bytes(which->capacity() * sizeof(numbered_item))
               : 0;
}

std::size_t item_numbers::bytes() const noexcept {
  return sizeof(*this) + heap_bytes(blocks_.capacity() * sizeof(blocks_[0])) + block_bytes_;
}

}  // namespace footfall::catalog
