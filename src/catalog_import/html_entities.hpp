// HTML's named characters.
#pragma once

#include <cstdint>
#include <string_view>

namespace footfall::catalog_import {

/// The code point of `&name;`; 0 when HTML knows none. Thread-safe.
[[nodiscard]] std::uint32_t point_of_entity(std::string_view name) noexcept;

}  // namespace footfall::catalog_import
