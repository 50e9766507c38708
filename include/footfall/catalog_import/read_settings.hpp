// Settings of a feed from JSON, as operators write them.
#pragma once

#include "footfall/catalog_import/feed_settings.hpp"
#include "footfall/core/failure.hpp"

#include <string_view>

namespace footfall::catalog_import {

/// Reads an object whose members are named as those of `feed_settings` (docs/catalogue.md) over `defaults`.
/// Errors: `bad_configuration` with the member and what would be right. Thread-safe.
[[nodiscard]] result<feed_settings> read_feed_settings(std::string_view json, feed_settings defaults);

}  // namespace footfall::catalog_import
