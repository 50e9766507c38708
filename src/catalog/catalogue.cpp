// The catalogue: looking up.
#include "footfall/catalog/catalogue.hpp"

#include "footfall/catalog/packed_item.hpp"
#include "footfall/core/heap_bytes.hpp"

#include "catalog/hash_of_text.hpp"

#include <algorithm>
#include <cstring>

namespace footfall::catalog {

std::string_view name_of(told_member which) noexcept {
  constexpr std::array<std::string_view, told_members> names{"title", "description", "link",  "image",
                                                             "price", "category",    "brand", "availability"};
  return names[static_cast<std::size_t>(which)];
}

std::optional<std::int64_t> price_at(const item_record& record, std::int64_t now_s) noexcept {
  if (!record.has_price) return std::nullopt;
  const bool on_sale = record.has_sale && record.sale_from_s <= now_s && now_s <= record.sale_to_s;
  return on_sale ? record.sale_minor : record.price_minor;
}

bool is_recommendable(const item_record& record, std::int64_t now_s) noexcept {
  return record.visible && record.available && record.valid_from_s <= now_s && now_s <= record.valid_to_s;
}

attribute_value value_of(std::string_view key, std::string_view text) noexcept {
  return hash_of(hash_of(hash_of(hash_seed, key), std::string_view("\0", 1)), text);
}

bool catalogue::may_show(const item_key& key, item_index item, unknown_items unknown,
                         std::int64_t now_s) const noexcept {
  const auto* const within = block_of(item);
  if (within != nullptr) {
    const auto& record = within->records[item % block_items];
    if (record.known) return is_recommendable(record, now_s);
    if (record.removed) return false;
  }
  if (unknown != unknown_items::automatic) return unknown == unknown_items::show;
  return std::find(whole_types_.begin(), whole_types_.end(), key.type) == whole_types_.end();
}

std::span<const category_number> catalogue::categories_of(item_index item) const noexcept {
  const auto* const record = find(item);
  if (record == nullptr) return {};
  return std::span(block_of(item)->categories).subspan(record->categories_begin, record->categories);
}

bool catalogue::is_within(item_index item, category_interval where) const noexcept {
  const auto categories = categories_of(item);
  return std::any_of(categories.begin(), categories.end(), [&](category_number category) {
    const auto place = tree_->interval_of(category).begin;
    return where.begin <= place && place < where.end;
  });
}

std::span<const item_index> catalogue::items_in(category_number category) const noexcept {
  return by_category_->find(category);
}

std::span<const item_index> catalogue::items_with(attribute_value value) const noexcept {
  return by_value_->find(value);
}

std::size_t catalogue::values_under(std::string_view key) const noexcept {
  const auto place = values_by_key_->find(hash_of(hash_seed, key));
  return place == values_by_key_->end() ? 0 : place->second;
}

const item_numbers& catalogue::numbers_of(std::string_view key) const noexcept {
  static const item_numbers none;
  const auto place = numbers_->find(hash_of(hash_seed, key));
  return place == numbers_->end() ? none : *place->second;
}

std::string_view catalogue::view_of(const packed_bytes& of) noexcept {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, of.get(), sizeof(bytes));
  return {of.get() + sizeof(bytes), bytes};
}

result<catalog::item> catalogue::read(item_index item) const {
  const auto* const within = block_of(item);
  const auto* const packed = within == nullptr ? nullptr : &within->packed[item % block_items];
  if (packed == nullptr || *packed == nullptr)
    return failure{error::not_found, "item: nobody has told of it"};
  return unpack_item(view_of(*packed), texts_.get());
}

item_version catalogue::version_of(item_index item) const noexcept {
  const auto* const within = block_of(item);
  return within == nullptr ? item_version() : item_version(within->packed[item % block_items]);
}

std::size_t catalogue::bytes() const noexcept {
  std::size_t sum = sizeof(*this) + blocks_.capacity() * sizeof(blocks_[0]) + list_bytes_;
  for (const auto& each : blocks_)
    if (each) sum += each->bytes;
  return sum;
}

std::size_t catalogue::bytes_of(const block& which) noexcept {
  auto sum = heap_bytes(shared_head_bytes + sizeof(which)) +
             heap_bytes(which.categories.capacity() * sizeof(category_number));
  for (const auto& packed : which.packed)
    if (packed) sum += shared_array_bytes(sizeof(std::uint32_t) + view_of(packed).size());
  return sum;
}

std::size_t catalogue::bytes_of_lists() const noexcept {
  auto sum = tree_->bytes() + texts_->bytes() + by_category_->bytes() + by_value_->bytes() +
             values_by_key_->size() * 2 * sizeof(std::uint64_t);
  for (const auto& [key, numbers] : *numbers_)
    sum += sizeof(key) + sizeof(numbers) + shared_head_bytes + numbers->bytes();
  return sum;
}

}  // namespace footfall::catalog
