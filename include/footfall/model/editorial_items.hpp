// The items that editorial lists name.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <string_view>

namespace footfall::model {

/// A model of this id and of the kind `EDITOR_BASED` says what is never recommended.
inline constexpr std::string_view editor_blacklist_id = "editor_blacklist";

/// Gives numbers to the items that editorial lists name, so that they can be answered before anybody has
/// looked at them; entries that are no ids of this customer are passed over. Thread-safe.
void add_editorial_items(std::span<const model_definition> definitions, bool alphanumeric,
                         catalog::item_dictionary& to);

}  // namespace footfall::model
