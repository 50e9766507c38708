// The bytes of a state file: a header, the sections, the table of sections (docs/store-format.md).
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/state/section.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <type_traits>
#include <utility>

#include <unistd.h>

namespace footfall::state {

// Records are written as they lie in memory.
static_assert(std::endian::native == std::endian::little);

inline constexpr std::array<char, 8> magic{'f', 'f', 's', 't', 'a', 't', 'e', '\n'};

/// To be raised with every change of what sections mean: an older file is then not used any more.
inline constexpr std::uint32_t format_version = 5;

inline constexpr std::uint64_t section_alignment = 8;

struct header {
  std::array<char, 8> mark = magic;
  std::uint32_t version = format_version;
  std::uint32_t sections = 0;
  std::uint64_t table_offset = 0;    ///< the table is the end of the file
  std::uint64_t table_checksum = 0;  ///< XXH3, as all
  std::uint64_t header_checksum = 0;
};
static_assert(std::has_unique_object_representations_v<header>);

struct section_entry {
  section_id id;
  std::uint64_t record_bytes = 0;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;
};
static_assert(sizeof(section_entry) == 56 && std::has_unique_object_representations_v<section_entry>);

/// A file descriptor that closes itself.
class descriptor {
 public:
  explicit descriptor(int number) noexcept : number_(number) {}
  descriptor(descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  descriptor& operator=(descriptor&&) = delete;
  ~descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  [[nodiscard]] int number() const noexcept { return number_; }

 private:
  int number_;
};

/// What the last call of the system said about a file.
[[nodiscard]] inline failure system_failure(const std::filesystem::path& file, std::string_view what,
                                            error code = error::io_failed) {
  return {code, fmt::format("{} {}: {}", file.string(), what, std::strerror(errno))};
}

}  // namespace footfall::state
