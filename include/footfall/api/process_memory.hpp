// What the process has allocated.
#pragma once

#include <cstddef>

namespace footfall::api {

/// Bytes on the heap with what the allocator needs beside them, without those of the database. Thread-safe.
[[nodiscard]] std::size_t allocated_memory() noexcept;

}  // namespace footfall::api
