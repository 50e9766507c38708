// What a customer says of its items, as an immutable snapshot: small records for filters, a tree of
// categories, lists of items by category and attribute value, and the whole of an item for answers.
#pragma once

#include "footfall/catalog/category_tree.hpp"
#include "footfall/catalog/item.hpp"
#include "footfall/catalog/keyed_lists.hpp"
#include "footfall/catalog/repeated_texts.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>
#include <boost/unordered/unordered_flat_map.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// What a customer may tell of an item; the order of `item_record::told` and of names for people.
enum class told_member : std::uint8_t {
  title,
  description,
  link,
  image,
  price,
  category,
  brand,
  availability
};
inline constexpr std::size_t told_members = 8;

/// `title` and its like. Thread-safe.
[[nodiscard]] std::string_view name_of(told_member which) noexcept;

/// What filters ask of an item: 64 bytes. Times are seconds since the epoch.
struct item_record {
  static constexpr std::uint32_t always = std::numeric_limits<std::uint32_t>::max();

  std::int64_t price_minor = 0;
  std::int64_t sale_minor = 0;
  std::uint64_t group = 0;  ///< equal for variants of one product; 0: none
  std::uint32_t sale_from_s = 0, sale_to_s = always;
  std::uint32_t valid_from_s = 0, valid_to_s = always;
  std::uint32_t added_s = 0;  ///< 0: unknown
  std::uint32_t categories_begin = 0;
  std::uint16_t categories = 0;
  text::currency unit{};
  bool known = false;  ///< the customer has told of this item
  bool visible = false;
  bool available = false;  ///< not sold out
  bool has_price = false;
  bool has_sale = false;
  bool removed = false;   ///< the customer has told of this item, and has taken it back
  bool variant = false;   ///< its group is another item: the product that it is a variant of, or a name
  std::uint8_t told = 0;  ///< a bit for each `told_member` that it has

  [[nodiscard]] bool has(told_member which) const noexcept {
    return (told >> static_cast<unsigned>(which) & 1U) != 0;
  }
};
static_assert(sizeof(item_record) == 64);

/// The price that holds at `now_s` in minor units of `record.unit`, a sale's inside its window; nothing when
/// the item has none. Thread-safe.
[[nodiscard]] std::optional<std::int64_t> price_at(const item_record& record, std::int64_t now_s) noexcept;

/// Visible, not sold out, and within its validity. Thread-safe.
[[nodiscard]] bool is_recommendable(const item_record& record, std::int64_t now_s) noexcept;

/// Names a value of an attribute in `catalogue::items_with`.
using attribute_value = std::uint64_t;

/// The value `text` of the NOMINAL attribute `key`; `brand` is one, too. Thread-safe.
[[nodiscard]] attribute_value value_of(std::string_view key, std::string_view text) noexcept;

/// What becomes of items of which the customer has told nothing.
enum class unknown_items : std::uint8_t {
  automatic,  ///< left out where all items of their type were imported
  show,
  hide
};

/// Tells whether an item is as it was.
using item_version = std::shared_ptr<const void>;

/// The catalogue of one customer at one moment. Immutable; made by `catalogue_editor`.
class catalogue {
 public:
  /// The record of an item; null when the customer has not told of it.
  [[nodiscard]] const item_record* find(item_index item) const noexcept;

  /// Whether the customer lets the item be recommended at `now_s`, as far as it has told of it. `unknown` is
  /// for items of which it has told nothing.
  [[nodiscard]] bool may_show(const item_key& key, item_index item, unknown_items unknown,
                              std::int64_t now_s) const noexcept;

  /// The categories of an item, as numbers of `tree()`.
  [[nodiscard]] std::span<const category_number> categories_of(item_index item) const noexcept;

  /// True when the item is in a category of this interval of the tree.
  [[nodiscard]] bool is_within(item_index item, category_interval where) const noexcept;

  /// The items in exactly this category, ascending.
  [[nodiscard]] std::span<const item_index> items_in(category_number category) const noexcept;

  /// The items with this value, ascending.
  [[nodiscard]] std::span<const item_index> items_with(attribute_value value) const noexcept;

  /// How many different values there are under the NOMINAL attribute `key`.
  [[nodiscard]] std::size_t values_under(std::string_view key) const noexcept;

  /// The numbers under the NUMERIC attribute `key`, of which an item may have several. Valid as long as this.
  [[nodiscard]] const item_numbers& numbers_of(std::string_view key) const noexcept;

  [[nodiscard]] const category_tree& tree() const noexcept { return *tree_; }

  /// The whole of an item. Errors: `not_found` when the customer has not told of it.
  [[nodiscard]] result<catalog::item> read(item_index item) const;

  /// What the customer has told of an item last: another pointer once it has told anew, as long as this one
  /// is kept. Null when it has not told of it.
  [[nodiscard]] item_version version_of(item_index item) const noexcept;

  /// Items with a record.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Counts the changes that led here.
  [[nodiscard]] std::uint64_t revision() const noexcept { return revision_; }
  /// When the last of them was made; wall clock.
  [[nodiscard]] std::int64_t changed_ms() const noexcept { return changed_ms_; }
  /// Memory that it takes, with what it shares with others.
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  friend class catalogue_editor;
  static constexpr std::size_t block_items = 1024;
  // Of an item (`pack`), behind their number.
  using packed_bytes = std::shared_ptr<const char[]>;
  struct block {
    std::array<item_record, block_items> records;
    std::vector<category_number> categories;  // of its records, one after the other
    std::array<packed_bytes, block_items> packed;
    std::size_t bytes = 0;  // of all this; counted when its editor has finished
  };
  using counts = boost::unordered_flat_map<std::uint64_t, std::size_t>;
  using numbers_by_key = boost::unordered_flat_map<std::uint64_t, std::shared_ptr<const item_numbers>>;

  [[nodiscard]] static std::string_view view_of(const packed_bytes& of) noexcept;
  [[nodiscard]] static std::size_t bytes_of(const block& which) noexcept;
  [[nodiscard]] std::size_t bytes_of_lists() const noexcept;
  [[nodiscard]] const block* block_of(item_index item) const noexcept {
    const auto number = item / block_items;
    return number < blocks_.size() ? blocks_[number].get() : nullptr;
  }

  std::vector<std::shared_ptr<const block>> blocks_;
  std::shared_ptr<const category_tree> tree_ = std::make_shared<category_tree>();
  std::shared_ptr<const keyed_lists> by_category_ = std::make_shared<keyed_lists>();
  std::shared_ptr<const keyed_lists> by_value_ = std::make_shared<keyed_lists>();
  std::shared_ptr<const counts> values_by_key_ = std::make_shared<counts>();
  std::shared_ptr<const numbers_by_key> numbers_ = std::make_shared<numbers_by_key>();
  std::size_t size_ = 0;
  // Of packed items; editors add to it, and those who have an item have what its numbers mean.
  std::shared_ptr<repeated_texts> texts_ = std::make_shared<repeated_texts>();
  std::size_t list_bytes_ = 0;  // of the tree, the lists and the texts
  std::uint64_t revision_ = 0;
  std::int64_t changed_ms_ = 0;
  std::vector<std::uint32_t> whole_types_;  // of which all items were imported; a handful
};

// In the header: it is asked for every candidate of an answer.
inline const item_record* catalogue::find(item_index item) const noexcept {
  const auto* const within = block_of(item);
  if (within == nullptr) return nullptr;
  const auto& record = within->records[item % block_items];
  return record.known ? &record : nullptr;
}

/// Makes the next catalogue from one that is published: blocks and lists that do not change are shared. Not
/// thread-safe; of the catalogues that come from one another one editor at a time.
class catalogue_editor {
 public:
  /// `base` may be null: nothing is known yet.
  explicit catalogue_editor(const boost::shared_ptr<const catalogue>& base);

  /// What the customer says of an item from now on; replaces what it said before.
  void put(item_index item, const catalog::item& what);

  /// The customer has taken the item back: it is not shown, whatever becomes of others that are unknown.
  void remove(item_index item);

  /// All items of this type were imported: of those that are not there nothing is to be shown.
  void set_whole(std::uint32_t item_type);

  /// The catalogue with all changes, which were made at `now_ms` by the wall clock. To be called once.
  [[nodiscard]] boost::shared_ptr<const catalogue> finish(std::int64_t now_ms = 0);

 private:
  using keys = std::vector<std::uint64_t>;
  using changed_numbers = boost::unordered_flat_map<std::uint64_t, item_numbers::changes>;  // by key

  catalogue::block& block_for(item_index item);
  static void change(keyed_lists::changes& changed, const keys& before, const keys& after, item_index item);
  static void merge(keyed_lists::changes& changed, std::shared_ptr<const keyed_lists>& to,
                    const keyed_lists::watcher& watch = {});
  void note_keys(const catalog::item& of);
  void merge_values();
  void change_numbers(const catalog::item& before, const catalog::item& after, item_index item);
  void merge_numbers();

  [[nodiscard]] catalog::item item_before(const catalogue::block& within, std::size_t place) const;
  void store(const catalog::item& what, catalogue::packed_bytes& to);

  boost::shared_ptr<catalogue> made_;
  text_numbers numbers_of_texts_{*made_->texts_};
  std::string packed_;                                                              // of the item at hand
  boost::unordered_flat_map<std::size_t, std::shared_ptr<catalogue::block>> open_;  // blocks of our own
  std::shared_ptr<category_tree> own_tree_;                                         // null: that of the base
  keyed_lists::changes by_category_, by_value_;
  boost::unordered_flat_map<std::uint64_t, std::uint64_t> keys_of_values_;  // of `by_value_`
  changed_numbers numbers_;
};

}  // namespace footfall::catalog
