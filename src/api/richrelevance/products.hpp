// Products as answers show them: member by member as RichRelevance's.
#pragma once

#include "api/richrelevance/call_parameters.hpp"
#include "footfall/catalog/item.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/text/json_writer.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace footfall::api::richrelevance {

/// How much of products an answer shows.
struct product_form {
  bool minimal = false;  ///< the id, the links and what `attribute_names` names
  bool attributes = true;
  bool categories = true;
  text_list attribute_names{};  ///< only these; empty: all
};

/// Reads `returnMinimalRecItemData`, `excludeItemAttributes`, `categoryData` and `attributeList`. Errors:
/// `bad_parameter`. Thread-safe.
[[nodiscard]] result<product_form> read_product_form(const call_parameters& sent);

/// The form of calls that name the attributes that they want, `attribute`, once each or `*` for all; without
/// it none is shown. Errors: `bad_parameter`. Thread-safe.
[[nodiscard]] result<product_form> read_form_by_attribute(const call_parameters& sent);

/// The id of an item as text. Thread-safe.
[[nodiscard]] std::string product_id(const item_key& key);

/// Writes a key that somebody else has named, escaped like a value.
void write_foreign_key(text::json_writer& json, std::string_view name);

/// An amount in hundredths of its unit, whatever the minor unit of the currency is. Thread-safe.
[[nodiscard]] std::int64_t to_cents(std::int64_t minor, const text::currency& unit) noexcept;

/// What the catalogue says of an item; null when it knows none. Each thread keeps what it has read lately,
/// since reading takes longer than writing. Thread-safe.
[[nodiscard]] std::shared_ptr<const catalog::item> find_product(const customer::customer& owner,
                                                                const item_key& key);

/// Links of one product; both empty: it is not a recommended one, and has none.
struct product_links {
  std::string click, tracking;
};

/// Writes one product. `known` is null for an item that is in no catalogue: the members are there, with
/// nothing in them.
void write_product(text::json_writer& json, const item_key& key, const catalog::item* known,
                   const product_links& links, const product_form& form, std::int64_t now_ms);

}  // namespace footfall::api::richrelevance
