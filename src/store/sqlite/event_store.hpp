// The SQLite engine: one file, written by one process.
#pragma once

#include "footfall/store/engines.hpp"

namespace footfall::store::sqlite {

/// As `open_store`; the row of `engines()`. Errors: also `store_failed` when another process has the store.
[[nodiscard]] result<std::unique_ptr<event_store>> open_event_store(const store_settings& how,
                                                                    const std::filesystem::path& directory);

}  // namespace footfall::store::sqlite
