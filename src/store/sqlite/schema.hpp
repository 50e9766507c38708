// The tables of the SQLite engine and their versions (docs/store-format.md).
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>

namespace footfall::store::sqlite {

class connection;

/// Marks a file as a footfall store (SQLite's `application_id`): "foot" in ASCII.
inline constexpr std::int64_t application_id = 0x666F6F74;

/// The newest schema that this program knows.
[[nodiscard]] std::int64_t newest_schema_version() noexcept;

/// Makes the file a footfall store of the newest schema: a new file gets all tables, an older one is
/// migrated, each step in a transaction of its own. Errors: `store_failed` for a database of another program,
/// a newer schema, and SQLite's own failures; the file is then as it was before the failed step.
[[nodiscard]] result<void> prepare_schema(connection& database);

}  // namespace footfall::store::sqlite
