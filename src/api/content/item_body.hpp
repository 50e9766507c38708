// Bodies of the content interface to items.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace footfall::api {

/// Items of a body, and what of them was left out, as sentences: at most 100.
struct item_body {
  std::vector<catalog::item> items;
  std::vector<std::string> warnings;
};

/// Reads item XML, or an item or a list of items as JSON: all of it or nothing. Errors: `bad_request` with
/// line, element and reason; `body_too_large` for more than 10,000 items. Thread-safe.
[[nodiscard]] result<item_body> read_item_body(const customer::customer_settings& owner,
                                               std::string_view body);

/// Reads a whole item as JSON; type and id come from the path. Errors: `bad_request`. Thread-safe.
[[nodiscard]] result<item_body> read_item_body(const customer::customer_settings& owner, std::uint32_t type,
                                               std::string_view id, std::string_view body);

/// The item with the members of a JSON object changed: given ones replace those of the item, `null` takes one
/// out, and within objects (`attributes`, `translations`) the same holds (RFC 7396). Errors: `bad_request`,
/// also for a value that an import would leave out. Thread-safe.
[[nodiscard]] result<catalog::item> read_item_change(const customer::customer_settings& owner,
                                                     const catalog::item& known, std::string_view body);

}  // namespace footfall::api
