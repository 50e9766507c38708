// A record on its way to an item: values as the feed has them, each with what it is.
#pragma once

#include "footfall/catalog/item.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::catalog_import {

/// What a value of a record is.
enum class target : std::uint8_t {
  ignored,
  id,
  title,
  description,
  body,
  link,
  image,
  price,
  list_price,  // when higher than the price, it is the price and the price is the sale
  net_price,   // without tax; its key is the class of the tax
  sale,
  sale_window,
  sale_from,
  sale_to,
  currency,
  availability,
  delivery,
  quantity,
  visible,
  hidden,
  valid_from,
  valid_to,
  added,
  category,
  google_category,
  brand,
  group,
  language,
  weight,   // its key is the unit of a number without one
  content,  // volume
  gtin,
  attribute
};

/// One value. Of several values of a single-valued target that of the lowest rank counts, then the first.
struct draft_field {
  target what = target::ignored;
  std::string value;
  std::string key;  ///< of an attribute, a unit or a tax class
  int rank = 0;
  catalog::attribute_type type = catalog::attribute_type::nominal;
  bool keep_key = false;  ///< the key is the customer's own and stays as it is
};

/// Whose price, sale and availability a product with variants has.
enum class offer_of : std::uint8_t { variants, all, product };

/// A record of any format.
struct draft {
  std::string place;
  std::vector<draft_field> fields;
  std::vector<catalog::category_path> paths;  // whose names are known
  std::map<std::string, catalog::item_texts> translations;
  std::string parent;             // id of the product of which this is a variant
  std::vector<std::string> also;  // other names of this record, by which variants may call it
  std::optional<std::uint32_t> type;
  offer_of offer = offer_of::variants;
  bool only_with_variants = false;    // no item when every variant was refused
  bool may_repeat = false;            // the same id again is no mistake
  bool month_first = false;           // 11/2/26 is the second of November
  bool price_in_minor_units = false;  // prices are whole numbers of cents
  bool keep_keys = false;             // of the attributes that are added from now on

  void add(target what, std::string_view value, int rank = 0) {
    if (!value.empty()) fields.push_back({what, std::string(value), {}, rank, {}, false});
  }
  void add_attribute(std::string_view key, std::string_view value,
                     catalog::attribute_type kind = catalog::attribute_type::nominal) {
    if (!value.empty())
      fields.push_back({target::attribute, std::string(value), std::string(key), 0, kind, keep_keys});
  }
};

}  // namespace footfall::catalog_import
