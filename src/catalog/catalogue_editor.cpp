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
  record.variant = !from.group.empty() && from.group != from.id;
  return record;
}

}  // namespace

catalogue_editor::catalogue_editor(const boost::shared_ptr<const catalogue>& base)
    : made_(base ? boost::make_shared<catalogue>(*base) : boost::make_shared<catalogue>()) {
  ++made_->revision_;
}

catalogue::block& catalogue_editor::block_for(item_index item) {
  // Records begin where a cache line does: each is read as one.
  struct alignas(sizeof(item_record)) aligned_block : catalogue::block {
    aligned_block() = default;
    explicit aligned_block(const catalogue::block& from) : catalogue::block(from) {}
  };
  const auto number = item / catalogue::block_items;
  if (made_->blocks_.size() <= number) made_->blocks_.resize(number + 1);
  auto& own = open_[number];
  if (!own) {
    const auto& shared = made_->blocks_[number];
    own = shared ? std::make_shared<aligned_block>(*shared) : std::make_shared<aligned_block>();
    made_->blocks_[number] = own;
  }
  return *own;
}

// Moves an item from the lists of the keys that it had to those that it has.
void catalogue_editor::change(keyed_lists::changes& changed, const keys& before, const keys& after,
                              item_index item) {
  for (const auto key : before)
    if (!std::binary_search(after.begin(), after.end(), key)) changed[key].out.push_back(item);
  for (const auto key : after)
    if (!std::binary_search(before.begin(), before.end(), key)) changed[key].in.push_back(item);
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
  change(by_value_, values_of(before), values_of(what), item);
  note_keys(before);
  note_keys(what);
  change_numbers(before, what, item);
  change(by_category_, categories_before, categories, item);

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
  change(by_value_, values_of(before), {}, item);
  note_keys(before);
  change_numbers(before, {}, item);
  change(by_category_, categories, {}, item);
  record = {};
  record.removed = true;
  within.packed[place].reset();
  --made_->size_;
}

void catalogue_editor::set_whole(std::uint32_t item_type) {
  auto& types = made_->whole_types_;
  if (std::find(types.begin(), types.end(), item_type) == types.end()) types.push_back(item_type);
}

void catalogue_editor::merge(keyed_lists::changes& changed, std::shared_ptr<const keyed_lists>& to,
                             const keyed_lists::watcher& watch) {
  if (changed.empty()) return;
  auto next = std::make_shared<keyed_lists>(*to);
  next->apply(changed, watch);
  to = std::move(next);
}

void catalogue_editor::note_keys(const catalog::item& of) {
  for (const auto& attribute : of.attributes)
    if (attribute.type == attribute_type::nominal)
      for (const auto& text : attribute.texts)
        keys_of_values_.try_emplace(value_of(attribute.key, text), hash_of(hash_seed, attribute.key));
  if (!of.brand.empty())
    keys_of_values_.try_emplace(value_of("brand", of.brand), hash_of(hash_seed, "brand"));
}

// With the number of values under each key.
void catalogue_editor::merge_values() {
  if (by_value_.empty()) return;
  auto counts = std::make_shared<catalogue::counts>(*made_->values_by_key_);
  merge(by_value_, made_->by_value_, [&](attribute_value value, bool has_items) {
    const auto key = keys_of_values_.find(value);
    if (key == keys_of_values_.end()) return;
    auto& count = (*counts)[key->second];
    has_items ? ++count : --count;
    if (count == 0) counts->erase(key->second);
  });
  made_->values_by_key_ = std::move(counts);
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

void catalogue_editor::merge_numbers() {
  if (numbers_.empty()) return;
  auto next = std::make_shared<catalogue::numbers_by_key>(*made_->numbers_);
  for (const auto& [key, changed] : numbers_) {
    auto& known = (*next)[key];
    auto numbers = known ? std::make_shared<item_numbers>(*known) : std::make_shared<item_numbers>();
    numbers->apply(changed);
    if (numbers->size() == 0)
      next->erase(key);
    else
      known = std::move(numbers);
  }
  made_->numbers_ = std::move(next);
}

boost::shared_ptr<const catalogue> catalogue_editor::finish(std::int64_t now_ms) {
  made_->changed_ms_ = now_ms;
  if (own_tree_) own_tree_->number_places();
  const bool lists_change = own_tree_ || !by_category_.empty() || !by_value_.empty() || !numbers_.empty();
  merge(by_category_, made_->by_category_);
  merge_values();
  merge_numbers();
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
  if (lists_change) made_->list_bytes_ = made_->bytes_of_lists();
  return made_;
}

}  // namespace footfall::catalog
