// What a customer says of one item: the value that every way of importing yields and the catalogue keeps.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/text/price.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// Whether an item can be bought, the best first.
enum class availability : std::uint8_t { in_stock, limited, preorder, backorder, out_of_stock, discontinued };

/// `in_stock` and its like.
[[nodiscard]] std::string_view name_of(availability state) noexcept;

/// The state of this name; nothing when there is none.
[[nodiscard]] std::optional<availability> availability_named(std::string_view name) noexcept;

/// What the values of an attribute are.
enum class attribute_type : std::uint8_t { nominal, numeric, text };

/// `NOMINAL`, `NUMERIC`, `TEXT`.
[[nodiscard]] std::string_view name_of(attribute_type type) noexcept;

/// Values under one key and of one type. A key may occur once for each type.
struct item_attribute {
  std::string key;
  attribute_type type = attribute_type::nominal;
  std::vector<std::string> texts;  ///< of NOMINAL and TEXT
  std::vector<double> numbers;     ///< of NUMERIC
  friend bool operator==(const item_attribute&, const item_attribute&) = default;
};

/// A price below the list price, in the same currency; without bounds it always holds.
struct sale_price {
  std::int64_t minor = 0;
  std::optional<std::int64_t> from_ms, to_ms;
  friend bool operator==(const sale_price&, const sale_price&) = default;
};

/// Title and description in one language.
struct item_texts {
  std::string title, description;
  friend bool operator==(const item_texts&, const item_texts&) = default;
};

/// The name of a category and of those above it, from the root down. A name may hold a slash.
using category_path = std::vector<std::string>;

/// One item. What is empty is unknown. Times are milliseconds since the epoch.
struct item {
  std::uint32_t type = 1;
  std::string id;
  std::string title, description, body;  ///< plain text, in `language`
  std::string language;
  std::map<std::string, item_texts> translations;
  std::string link;
  std::vector<std::string> images;  ///< the first is the main one
  std::optional<text::price> price;
  std::optional<sale_price> sale;
  std::optional<availability> available;
  bool visible = true;
  std::optional<std::int64_t> valid_from_ms, valid_to_ms, added_ms;
  std::vector<category_path> categories;
  std::string brand;
  std::string group;  ///< product group of a variant
  std::vector<item_attribute> attributes;
  /// Members (`title`, `link`, `images`, `price` with its sale) that visitors' clicks have told, not the
  /// customer: later clicks may change them, and what the customer tells takes their place.
  std::vector<std::string> from_clicks;
  friend bool operator==(const item&, const item&) = default;

  /// The attribute of this key and type; nothing when there is none.
  [[nodiscard]] const item_attribute* find(std::string_view key, attribute_type of) const noexcept;
  /// As above, made when there is none.
  item_attribute& attribute(std::string_view key, attribute_type of);
};

/// Visible, not sold out, and `now_ms` within its validity.
[[nodiscard]] bool is_recommendable(const item& which, std::int64_t now_ms) noexcept;

/// Its attributes in the order in which they are written. Valid as long as they are. Thread-safe.
[[nodiscard]] std::vector<const item_attribute*> by_key_and_type(const item& which);

/// Appends the item as JSON (docs/catalogue.md): members in alphabetical order, unknown ones absent.
void append_json(std::string& out, const item& which);

}  // namespace footfall::catalog
