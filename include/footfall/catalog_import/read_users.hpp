// The bytes of a document of users to what it says of them.
#pragma once

#include "footfall/catalog/attributed_user.hpp"
#include "footfall/core/failure.hpp"

#include <cstddef>
#include <string_view>
#include <vector>

namespace footfall::catalog_import {

/// Most users of a document, and most attributes of one of them.
inline constexpr std::size_t users_max = 10'000;
inline constexpr std::size_t user_attributes_max = 256;

/// Reads user XML (`<users><user id="..."><attributes><attribute key value type/>`), or JSON: a user, a list,
/// or `{"users":[...]}`, each as `catalog::append_json` writes it. All of it or nothing. Errors:
/// `bad_request` with place, value and what would be right. Thread-safe.
[[nodiscard]] result<std::vector<catalog::attributed_user>> read_users(std::string_view body);

}  // namespace footfall::catalog_import
