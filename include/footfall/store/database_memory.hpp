// What the database engine takes of the memory.
#pragma once

#include <cstddef>

namespace footfall::store {

/// Bytes that SQLite has allocated for all open files of this process: pages, statements, tables of locks.
/// Thread-safe.
[[nodiscard]] std::size_t database_memory_bytes() noexcept;

}  // namespace footfall::store
