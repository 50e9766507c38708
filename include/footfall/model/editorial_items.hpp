// The items that editorial lists name.
#pragma once

#include "footfall/model/model_set.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace footfall::model {

/// A model of this id and of the kind `EDITOR_BASED` says what is never recommended.
inline constexpr std::string_view editor_blacklist_id = "editor_blacklist";

/// Gives numbers to the items that editorial lists name, so that they can be answered before anybody has
/// looked at them; entries that are no ids of this customer are passed over. Thread-safe.
void add_editorial_items(std::span<const model_definition> definitions, bool alphanumeric,
                         catalog::item_dictionary& to);

/// The set with editorial lists as the definitions have them now; null where it has them so. Other models
/// stay as they are. The items must have their numbers (`add_editorial_items`). Thread-safe.
[[nodiscard]] boost::shared_ptr<const model_set> with_editorial_lists(
    const model_set& of, std::span<const model_definition> definitions, const catalog::item_dictionary& items,
    std::int64_t now_ms);

}  // namespace footfall::model
