// Products as answers show them: member by member as RichRelevance's.
#pragma once

#include "api/richrelevance/call_parameters.hpp"
#include "api/richrelevance/known_products.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/text/json_writer.hpp"

#include <cstdint>
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

/// Appends what an answer shows of a product besides its links, from its ids to the bracket that closes it.
/// `known` is null for an item that is in no catalogue: the members are there, with nothing in them.
void append_members(std::string& out, const item_key& key, known_product* known, const product_form& form,
                    std::int64_t now_ms);

}  // namespace footfall::api::richrelevance
