// The catalogue: looking up, and making the next one.
#include "footfall/catalog/catalogue.hpp"

#include "footfall/catalog/read_item.hpp"

#include <algorithm>
#include <boost/smart_ptr/make_shared.hpp>

namespace footfall::catalog {

namespace {

// Seconds that fit the record; what lies outside of them is at its end.
std::uint32_t seconds_of(std::int64_t time_ms) noexcept {
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time_ms / 1000, 0, item_record::always));
}

// FNV-1a: values are only looked up, and only by their owner.
std::uint64_t hash_of(std::uint64_t seed, std::string_view text) noexcept {
  for (const auto byte : text) seed = (seed ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return seed;
}
constexpr std::size_t bytes_of_counts = 2 * sizeof(void*);  // of a shared value
constexpr std::uint64_t hash_seed = 0xCBF29CE484222325ULL;

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

const std::vector<item_index>& list_or_none(
    const boost::unordered_flat_map<std::uint64_t, std::shared_ptr<const std::vector<item_index>>>& lists,
    std::uint64_t key) noexcept {
  static const std::vector<item_index> none;
  const auto place = lists.find(key);
  return place == lists.end() ? none : *place->second;
}

}  // namespace

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

const item_record* catalogue::find(item_index item) const noexcept {
  const auto* const within = block_of(item);
  if (within == nullptr) return nullptr;
  const auto& record = within->records[item % block_items];
  return record.known ? &record : nullptr;
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
  return list_or_none(*by_category_, category);
}

std::span<const item_index> catalogue::items_with(attribute_value value) const noexcept {
  return list_or_none(*by_value_, value);
}

std::size_t catalogue::values_under(std::string_view key) const noexcept {
  const auto place = values_by_key_->find(hash_of(hash_seed, key));
  return place == values_by_key_->end() ? 0 : place->second;
}

std::span<const numbered_item> catalogue::numbers_of(std::string_view key) const noexcept {
  const auto place = numbers_->find(hash_of(hash_seed, key));
  return place == numbers_->end() ? std::span<const numbered_item>{} : std::span(*place->second);
}

std::string_view catalogue::stored(item_index item) const noexcept {
  const auto* const within = block_of(item);
  const auto* const text = within == nullptr ? nullptr : within->stored[item % block_items].get();
  return text == nullptr ? std::string_view{} : std::string_view(*text);
}

std::size_t catalogue::bytes() const noexcept {
  std::size_t sum = sizeof(*this) + blocks_.capacity() * sizeof(blocks_[0]) + list_bytes_;
  for (const auto& each : blocks_)
    if (each) sum += each->bytes;
  return sum;
}

std::size_t catalogue::bytes_of(const block& which) noexcept {
  std::size_t sum = sizeof(which) + bytes_of_counts + which.categories.capacity() * sizeof(category_number);
  for (const auto& text : which.stored)
    if (text) sum += sizeof(std::string) + bytes_of_counts + text->capacity();
  return sum;
}

std::size_t catalogue::bytes_of_lists() const noexcept {
  auto sum = tree_->bytes();
  for (const auto* lists_of : {by_category_.get(), by_value_.get()})
    for (const auto& [key, list] : *lists_of)
      sum += sizeof(key) + sizeof(list) + bytes_of_counts + sizeof(*list) +
             list->capacity() * sizeof(item_index);
  sum += values_by_key_->size() * 2 * sizeof(std::uint64_t);
  for (const auto& [key, list] : *numbers_)
    sum += sizeof(key) + sizeof(list) + bytes_of_counts + sizeof(*list) +
           list->capacity() * sizeof(numbered_item);
  return sum;
}

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
    if (is_new) place->second = list_or_none(base, key);
    return place->second;
  };
  for (const auto key : before)
    if (!std::binary_search(after.begin(), after.end(), key)) std::erase(open(key), item);
  for (const auto key : after)
    if (!std::binary_search(before.begin(), before.end(), key)) open(key).push_back(item);
}

void catalogue_editor::put(item_index item, const catalog::item& what) {
  auto& within = block_for(item);
  const auto place = item % catalogue::block_items;
  auto& record = within.records[place];
  keys categories_before;
  catalog::item before;
  if (record.known) {
    if (auto old = read_item(*within.stored[place])) before = std::move(*old);
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
  auto text = std::make_shared<std::string>();
  append_json(*text, what);
  text->shrink_to_fit();
  within.stored[place] = std::move(text);
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
  catalog::item before;
  if (auto old = read_item(*within.stored[place])) before = std::move(*old);
  for (const auto category : std::span(within.categories).subspan(record.categories_begin, record.categories))
    categories.push_back(category);
  change(*made_->by_value_, by_value_, values_of(before), {}, item);
  note_keys(before);
  change_numbers(before, {}, item);
  change(*made_->by_category_, by_category_, categories, {}, item);
  record = {};
  record.removed = true;
  within.stored[place].reset();
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
