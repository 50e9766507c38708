// Counts allocations of the whole program; included by exactly one source file of it.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace footfall::benchmarks {

/// Calls of operator new since the program began. Thread-safe.
inline std::atomic<std::uint64_t> allocations{0};

}  // namespace footfall::benchmarks

// Not inlined: the compiler would see malloc and free behind new and delete, and warn about a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size) {
  footfall::benchmarks::allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
