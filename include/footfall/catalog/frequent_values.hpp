// Which values of an attribute most items have.
#pragma once

#include "footfall/catalog/catalogue.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// At most `most` values of the NOMINAL attribute `key` (`brand` is one): those that most items below `end`
/// have first, of equal ones by text. Reads items until it has seen each value once: of rare ones that may be
/// all items, so this is for threads that may take their time. Thread-safe.
[[nodiscard]] std::vector<std::string> frequent_values(const catalogue& of, std::string_view key,
                                                       std::size_t most, item_index end);

}  // namespace footfall::catalog
