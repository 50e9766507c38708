// What a customer says of one of its users (protocol part G).
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// What the value of an attribute of a user is.
enum class user_attribute_type : std::uint8_t { nominal, numeric, text, date, datetime };

/// `NOMINAL`, `NUMERIC`, `TEXT`, `DATE`, `DATETIME`.
[[nodiscard]] std::string_view name_of(user_attribute_type type) noexcept;

/// The type of this name; that of no name is NOMINAL; nothing when there is none.
[[nodiscard]] std::optional<user_attribute_type> user_attribute_type_named(std::string_view name) noexcept;

/// One value; a key may have several. Values are kept as they were written.
struct user_attribute {
  std::string key;
  std::string value;
  user_attribute_type type = user_attribute_type::nominal;
  friend bool operator==(const user_attribute&, const user_attribute&) = default;
};

/// A user under the id that the customer gave, with what one source says of it.
struct attributed_user {
  std::string id;
  std::vector<user_attribute> attributes;
  friend bool operator==(const attributed_user&, const attributed_user&) = default;
};

/// Appends `{"id":"...","attributes":[{"key":"...","value":"...","type":"NOMINAL"}]}`; with a `source`, each
/// attribute has it, too.
void append_json(std::string& out, const attributed_user& which, std::string_view source = {});

/// Reads what `append_json` has written without a source. Errors: `io_failed` when these bytes never came
/// from there. Thread-safe.
[[nodiscard]] result<attributed_user> read_attributed_user(std::string_view json);

}  // namespace footfall::catalog
