// What a thread has cost, however long it had to wait for others.
#pragma once

#include <cstdint>

namespace footfall {

/// Nanoseconds of processor time that something has taken since an arbitrary start.
using processor_clock = std::int64_t (*)();

/// That of the calling thread. Thread-safe.
[[nodiscard]] std::int64_t thread_processor_ns();

}  // namespace footfall
