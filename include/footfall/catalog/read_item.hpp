// The item value from its JSON, as `append_json` writes it.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/core/failure.hpp"

#include <string_view>

namespace footfall::catalog {

/// Reads what `append_json` has written; members that are not known are passed over. Errors: `io_failed` when
/// these bytes never came from there. Thread-safe.
[[nodiscard]] result<item> read_item(std::string_view json);

}  // namespace footfall::catalog
