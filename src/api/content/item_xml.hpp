// An item as the XML of the content interface.
#pragma once

#include "footfall/catalog/item.hpp"

#include <string>
#include <string_view>

namespace footfall::api {

/// Appends `<items version="1"><item ...>...</item></items>`; texts in `language` where the item has them,
/// else in its own. Times are in UTC. What the documented XML has no place for is left out. Thread-safe.
void append_item_xml(std::string& out, const catalog::item& which, std::string_view language);

}  // namespace footfall::api
