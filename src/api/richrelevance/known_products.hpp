// What the catalogue says of products, as each thread has read it lately: reading takes longer than writing.
#pragma once

#include "footfall/catalog/catalogue.hpp"
#include "footfall/catalog/item.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/customer/customer.hpp"

#include <memory>
#include <string>

namespace footfall::api::richrelevance {

/// One product, and what answers have shown of it. Belongs to the thread that has asked for it.
struct known_product {
  catalog::item item;
  std::string target;            ///< the link of its page as it stands in the query of another one
  std::string members;           ///< all that answers show but ids and links; empty: not written yet
  bool members_on_sale = false;  ///< whether `members` have the price of the sale
};

/// What the catalogue says of an item; null when it says nothing, or is null. Thread-safe.
[[nodiscard]] std::shared_ptr<known_product> find_product(const catalog::catalogue* catalogue,
                                                          item_index item);

/// The same by the key of the item. Thread-safe.
[[nodiscard]] std::shared_ptr<known_product> find_product(const customer::customer& owner,
                                                          const item_key& key);

}  // namespace footfall::api::richrelevance
