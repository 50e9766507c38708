// Words of shops in ten languages: availability, yes and no.
#pragma once

#include "footfall/catalog/item.hpp"

#include <optional>
#include <string_view>

namespace footfall::catalog_import {

/// A word, a number of pieces or a delivery time; nothing when it is none that is known. Thread-safe.
[[nodiscard]] std::optional<catalog::availability> read_availability(std::string_view text);

/// Yes or no; nothing when it is neither. Thread-safe.
[[nodiscard]] std::optional<bool> read_yes_or_no(std::string_view text);

}  // namespace footfall::catalog_import
