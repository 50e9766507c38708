// What columns and elements are called by the many, and what we call them.
#pragma once

#include "draft.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace footfall::catalog_import {

/// What a name means, and how good a source it is: of several the lowest rank counts.
struct field_meaning {
  target what = target::ignored;
  int rank = 0;
  std::string_view key = {};  ///< of an attribute
};

/// A name as the table has it: lower case, `_` for `-` and blanks, without what is in brackets.
[[nodiscard]] std::string normalised_name(std::string_view raw);

/// The meaning of a normalised name; nothing when it is none that is known. Thread-safe.
[[nodiscard]] std::optional<field_meaning> meaning_of(std::string_view name);

/// The target with one of our names (`price`, `image`, `category` ...), as mappings say it. Thread-safe.
[[nodiscard]] std::optional<target> target_named(std::string_view name);

/// Our name of a target, as reports say it.
[[nodiscard]] std::string_view name_of(target what) noexcept;

/// Adds a value of a field to a draft by its normalised name; an unknown one becomes an attribute.
void add_by_name(draft& to, std::string_view name, std::string_view value, int rank_added = 0);

}  // namespace footfall::catalog_import
