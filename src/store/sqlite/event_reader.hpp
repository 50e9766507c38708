// Reads the event log of an SQLite file.
#pragma once

#include "footfall/store/engines.hpp"

#include <filesystem>
#include <memory>

namespace footfall::store::sqlite {

/// A reader with a read-only connection of its own. Between pages of rows it holds no lock, so that a long
/// scan never keeps the writer from starting its log anew.
[[nodiscard]] result<std::unique_ptr<event_reader>> make_event_reader(const std::filesystem::path& file);

/// As `open_reader`; the row of `engines()`. The store may be at work in another process.
[[nodiscard]] result<std::unique_ptr<event_reader>> open_event_reader(const store_settings& how,
                                                                      const std::filesystem::path& directory);

}  // namespace footfall::store::sqlite
