// What an answer shows of the items themselves: `attribute=title,price` and `lang`.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/http/request.hpp"
#include "footfall/text/json_writer.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace footfall::api {

/// Most attributes of one request; further ones are ignored.
inline constexpr std::size_t attributes_max = 50;

/// Which attributes, and in which language.
struct wanted_attributes {
  std::vector<std::string> keys;  ///< as asked for, each once
  std::string language;           ///< empty: that of the item
};

/// Reads `attribute` (repeated, with commas) and `lang`. Thread-safe.
[[nodiscard]] wanted_attributes read_wanted_attributes(const http::target& target);

/// Values of attributes of items of one answer. The catalogue outlives it; null: nothing is known.
struct shown_attributes {
  wanted_attributes wanted;
  const catalog::catalogue* catalogue = nullptr;
  std::int64_t now_ms = 0;  ///< at which a sale holds or not
};

/// Appends the list of the attributes of an item, each with `values` and `value`, which are the same
/// (protocol X6); one that the item does not have has none. An attribute of the item comes before what names
/// mean for all items: `title`, `description`, `link`, `image`, `images`, `price` (that holds now),
/// `listprice`, `saleprice`, `brand`, `categorypath`, `availability`, `group`, `validfrom`, `validto`,
/// `added`. Thread-safe.
void write_attributes(const shown_attributes& shown, item_index item, text::json_writer& json);

/// Adds a member with the first value of each attribute to the open object; none where the item has no such
/// attribute, or its key is not of letters, digits, `_`, `-` and `.`. Thread-safe.
void write_first_values(const shown_attributes& shown, item_index item, text::json_writer& json);

}  // namespace footfall::api
