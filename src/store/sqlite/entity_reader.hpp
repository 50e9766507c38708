// Reads the entities of an SQLite file.
#pragma once

#include "footfall/store/engines.hpp"

#include <filesystem>
#include <memory>

namespace footfall::store::sqlite {

/// A reader with a read-only connection of its own; between its calls it holds no lock.
[[nodiscard]] result<std::unique_ptr<entity_reader>> make_entity_reader(const std::filesystem::path& file);

/// As `store::open_entity_reader`; the row of `engines()`.
[[nodiscard]] result<std::unique_ptr<entity_reader>> open_entity_reader(
    const store_settings& how, const std::filesystem::path& directory);

}  // namespace footfall::store::sqlite
