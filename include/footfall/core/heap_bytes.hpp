// What memory costs beside its bytes.
#pragma once

#include <algorithm>
#include <cstddef>

namespace footfall {

/// What glibc's allocator takes for a block of so many bytes. Thread-safe.
[[nodiscard]] constexpr std::size_t heap_bytes(std::size_t bytes) noexcept {
  constexpr std::size_t head = 8, step = 16, least = 32;
  return bytes == 0 ? 0 : std::max(least, (bytes + head + step - 1) / step * step);
}

/// What is kept beside a value that `std::make_shared` makes: its two counts and a table.
inline constexpr std::size_t shared_head_bytes = 16;

/// What an array of so many bytes takes that libstdc++'s `std::make_shared` makes. Thread-safe.
[[nodiscard]] constexpr std::size_t shared_array_bytes(std::size_t bytes) noexcept {
  constexpr std::size_t head = 47;
  return heap_bytes(head + bytes);
}

}  // namespace footfall
