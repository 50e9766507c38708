// Hashes under which a catalogue looks names and values up: only their owner does.
#pragma once

#include <cstdint>
#include <string_view>

namespace footfall::catalog {

inline constexpr std::uint64_t hash_seed = 0xCBF29CE484222325ULL;

/// FNV-1a. Thread-safe.
[[nodiscard]] inline std::uint64_t hash_of(std::uint64_t seed, std::string_view text) noexcept {
  for (const auto byte : text) seed = (seed ^ static_cast<unsigned char>(byte)) * 0x100000001B3ULL;
  return seed;
}

}  // namespace footfall::catalog
