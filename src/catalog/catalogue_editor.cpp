// Making the next catalogue.
#include "footfall/catalog/catalogue.hpp"

#include "footfall/catalog/packed_item.hpp"

#include "catalog/hash_of_text.hpp"

#include <algorithm>
#include <boost/smart_ptr/make_shared.hpp>
#include <cstring>

namespace footfall::catalog {

namespace {

// Seconds that fit the record; what lies outside of them is at its end.
std::uint32_t seconds_of(std::int64_t time_ms) noexcept {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time_ms / 1000, 0, item_record::always));
}

std::vector<std::uint64_t> values_of(const item& from) {
  std::vector<std::uint64_t> values;
  if (!from.brand.empty()) values.push_back(value_of("brand", from.brand));
  for (const auto& attribute : from.attributes)
    if (attribute.type == attribute_type::nominal)
      for (const auto& text : attribute.texts) values.push_back(value_of(attribute.key, text));
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

// In the order of `told_member`.
std::uint8_t told_of(const item& from) {
  const bool told[told_members] = {!from.title.empty(),  !from.description.empty(), !from.link.empty(),
                                   !from.images.empty(), from.price.has_value(),    !from.categories.empty(),
                                   !from.brand.empty(),  from.available.has_value()};
  std::uint8_t bits = 0;
  for (std::size_t which = 0; which < told_members; ++which)
    if (told[which]) bits = static_cast<std::uint8_t>(bits | 1U << which);
  return bits;
}

item_record record_of(const item& from) {
  item_record record;
  record.known = true;
  record.told = told_of(from);
  record.visible = from.visible;
  record.available = !from.available || *from.available < availability::out_of_stock;
  if (from.price) {
    record.has_price = true;
    record.price_minor = from.price->minor_units;
    record.unit = from.price->unit;
  }
  if (from.sale) {
    record.has_sale = true;
    record.sale_minor = from.sale->minor;
    if (from.sale->from_ms) record.sale_from_s = seconds_of(*from.sale->from_ms);
    if (from.sale->to_ms) record.sale_to_s = seconds_of(*from.sale->to_ms);
  }
  if (from.valid_from_ms) record.valid_from_s = seconds_of(*from.valid_from_ms);
  if (from.valid_to_ms) record.valid_to_s = seconds_of(*from.valid_to_ms);
  if (from.added_ms) record.added_s = seconds_of(*from.added_ms);
  if (!from.group.empty()) record.group = std::max<std::uint64_t>(hash_of(hash_seed, from.group), 1);
  return record;
}

}  // namespace

catalogue_editor::catalogue_editor(const boost::shared_ptr<const catalogue>& base)
    : made_(base ? boost::make_shared<catalogue>(*base) : boost::make_shared<catalogue>()) {
  ++made_->revision_;
}

catalogue::block& catalogue_editor::block_for(item_index item) {
  const auto number = item / catalogue::block_items;
  if (made_->blocks_.size() <= number) made_->blocks_.resize(number + 1);
  auto& own = open_[number];
  if (!own) {
    const auto& shared = made_->blocks_[number];
    own = shared ? std::make_shared<catalogue::block>(*shared) : std::make_shared<catalogue::block>();
    made_->blocks_[number] = own;
  }
  return *own;
}

// Moves an item from the lists of the keys that it had to those that it has.
void catalogue_editor::change(const catalogue::lists& base, changed_lists& changed, const keys& before,
                              const keys& after, item_index item) {
  const auto open = [&](std::uint64_t key) -> std::vector<item_index>& {
    const auto [place, is_new] = changed.try_emplace(key);
    if (is_new) place->second = catalogue::list_in(base, key);
    return place->second;
  };
  for (const auto key : before)
    if (!std::binary_search(after.begin(), after.end(), key)) std::erase(open(key), item);
  for (const auto key : after)
    if (!std::binary_search(before.begin(), before.end(), key)) open(key).push_back(item);
}

// What the customer has told of an item that is known.
catalog::item catalogue_editor::item_before(const catalogue::block& within, std::size_t place) const {
  auto read = unpack_item(catalogue::view_of(within.packed[place]), made_->texts_.get());
  return read ? std::move(*read) : catalog::item();
}

void catalogue_editor::store(const catalog::item& what, catalogue::packed_bytes& to) {
  packed_.clear();
  pack(packed_, what, &numbers_of_texts_);
  const auto bytes = static_cast<std::uint32_t>(packed_.size());
  const auto made = std::make_shared<char[]>(sizeof(bytes) + bytes);
  std::memcpy(made.get(), &bytes, sizeof(bytes));
  std::memcpy(made.get() + sizeof(bytes), packed_.data(), bytes);
  to = made;
}

void catalogue_editor::put(item_index item, const catalog::item& what) {
  auto& within = block_for(item);
  const auto place = item % catalogue::block_items;
  auto& record = within.records[place];
  keys categories_before;
  catalog::item before;
  if (record.known) {
    before = item_before(within, place);
    for (const auto category :
         std::span(within.categories).subspan(record.categories_begin, record.categories))
      categories_before.push_back(category);
  } else {
    ++made_->size_;
  }
  keys categories;
  for (const auto& path : what.categories) {
    if (path.empty()) continue;
    auto known = made_->tree_->find(path);
    if (!known) {
      if (!own_tree_) {
        own_tree_ = std::make_shared<category_tree>(*made_->tree_);
        made_->tree_ = own_tree_;
      }
      known = own_tree_->add(path);
    }
    categories.push_back(*known);
  }
  std::sort(categories.begin(), categories.end());
  categories.erase(std::unique(categories.begin(), categories.end()), categories.end());
  std::sort(categories_before.begin(), categories_before.end());
  change(*made_->by_value_, by_value_, values_of(before), values_of(what), item);
  note_keys(before);
  note_keys(what);
  change_numbers(before, what, item);
  change(*made_->by_category_, by_category_, categories_before, categories, item);

  const auto old_begin = record.categories_begin;
  record = record_of(what);
  record.categories = static_cast<std::uint16_t>(categories.size());
  if (categories == categories_before) {
    record.categories_begin = old_begin;
  } else {
    record.categories_begin = static_cast<std::uint32_t>(within.categories.size());
    for (const auto category : categories)
      within.categories.push_back(static_cast<category_number>(category));
  }
  store(what, within.packed[place]);
}

void catalogue_editor::remove(item_index item) {
  auto& within = block_for(item);
  const auto place = item % catalogue::block_items;
  auto& record = within.records[place];
  if (!record.known) {
    record.removed = true;
    return;
  }
  keys categories;
  const auto before = item_before(within, place);
  for (const auto category : std::span(within.categories).subspan(record.categories_begin, record.categories))
    categories.push_back(category);
  change(*made_->by_value_, by_value_, values_of(before), {}, item);
  note_keys(before);
  change_numbers(before, {}, item);
  change(*made_->by_category_, by_category_, categories, {}, item);
  record = {};
  record.removed = true;
  within.packed[place].reset();
  --made_->size_;
}

void catalogue_editor::set_whole(std::uint32_t item_type) {
  auto& types = made_->whole_types_;
  if (std::find(types.begin(), types.end(), item_type) == types.end()) types.push_back(item_type);
}

std::shared_ptr<const catalogue::lists> catalogue_editor::merged(
    const std::shared_ptr<const catalogue::lists>& base, changed_lists& changed) {
  if (changed.empty()) return base;
  auto next = std::make_shared<catalogue::lists>(*base);
  for (auto& [key, items] : changed) {
    std::sort(items.begin(), items.end());
    items.shrink_to_fit();
    if (items.empty())
      next->erase(key);
    else
      next->insert_or_assign(key, std::make_shared<const std::vector<item_index>>(std::move(items)));
  }
  return next;
}

void catalogue_editor::note_keys(const catalog::item& of) {
  for (const auto& attribute : of.attributes)
    if (attribute.type == attribute_type::nominal)
      for (const auto& text : attribute.texts)
        keys_of_values_.try_emplace(value_of(attribute.key, text), hash_of(hash_seed, attribute.key));
  if (!of.brand.empty())
    keys_of_values_.try_emplace(value_of("brand", of.brand), hash_of(hash_seed, "brand"));
}

// Before the lists are merged: values that come and go.
std::shared_ptr<const catalogue::counts> catalogue_editor::count_values() const {
  if (by_value_.empty()) return made_->values_by_key_;
  auto next = std::make_shared<catalogue::counts>(*made_->values_by_key_);
  for (const auto& [value, items] : by_value_) {
    const auto key = keys_of_values_.find(value);
    const bool was_there = made_->by_value_->contains(value);
    if (key == keys_of_values_.end() || was_there == !items.empty()) continue;
    auto& count = (*next)[key->second];
    was_there ? --count : ++count;
    if (count == 0) next->erase(key->second);
  }
  return next;
}

void catalogue_editor::change_numbers(const catalog::item& before, const catalog::item& after,
                                      item_index item) {
  using enum attribute_type;
  for (const auto& old : before.attributes)
    if (old.type == numeric && after.find(old.key, numeric) == nullptr)
      numbers_[hash_of(hash_seed, old.key)][item].clear();
  for (const auto& now : after.attributes) {
    if (now.type != numeric) continue;
    const auto* const old = before.find(now.key, numeric);
    if (old == nullptr || *old != now) numbers_[hash_of(hash_seed, now.key)][item] = now.numbers;
  }
}

std::shared_ptr<const catalogue::numbers_by_key> catalogue_editor::merged(
    const std::shared_ptr<const catalogue::numbers_by_key>& base, const changed_numbers& changed) {
  if (changed.empty()) return base;
  auto next = std::make_shared<catalogue::numbers_by_key>(*base);
  for (const auto& [key, by_item] : changed) {
    auto& list = (*next)[key];
    auto all = list ? *list : catalogue::numbers();
    std::erase_if(all, [&of = by_item](const numbered_item& each) { return of.contains(each.item); });
    for (const auto& [item, numbers] : by_item)
      for (const auto number : numbers) all.push_back({item, number});
    std::stable_sort(all.begin(), all.end(), [](const numbered_item& left, const numbered_item& right) {
      return left.item < right.item;
    });
    all.shrink_to_fit();
    if (all.empty())
      next->erase(key);
    else
      list = std::make_shared<const catalogue::numbers>(std::move(all));
  }
  return next;
}

boost::shared_ptr<const catalogue> catalogue_editor::finish(std::int64_t now_ms) {
  made_->changed_ms_ = now_ms;
  if (own_tree_) own_tree_->number_places();
  made_->values_by_key_ = count_values();
  made_->by_category_ = merged(made_->by_category_, by_category_);
  made_->by_value_ = merged(made_->by_value_, by_value_);
  made_->numbers_ = merged(made_->numbers_, numbers_);
  // Categories that items left behind in a block would add up.
  for (const auto& [number, own] : open_) {
    std::vector<category_number> packed;
    for (auto& record : own->records) {
      const auto begin = packed.size();
      const auto of_item = std::span(own->categories).subspan(record.categories_begin, record.categories);
      packed.insert(packed.end(), of_item.begin(), of_item.end());
      record.categories_begin = static_cast<std::uint32_t>(begin);
    }
    packed.shrink_to_fit();
    own->categories = std::move(packed);
    own->bytes = catalogue::bytes_of(*own);
  }
  if (own_tree_ || !by_category_.empty() || !by_value_.empty() || !numbers_.empty())
    made_->list_bytes_ = made_->bytes_of_lists();
  return made_;
}

}  // namespace footfall::catalog
