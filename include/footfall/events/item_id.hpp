// Which item an id means.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <cstdint>
#include <string_view>

namespace footfall::events {

/// The item with an id: one that is written as numbers are, 1..item_number_max without leading zeros, is that
/// number, so that "3" and 3 are one item, whether the customer has string ids by now or not; any other is a
/// text. Thread-safe.
[[nodiscard]] item_key item_of_id(std::uint32_t item_type, std::string_view id);

}  // namespace footfall::events
