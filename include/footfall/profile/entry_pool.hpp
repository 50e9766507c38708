// The entries of many users, close together.
#pragma once

#include "footfall/profile/history_entry.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace footfall::profile {

/// Blocks of entries, each of one user and not larger than it must be. What is given back is filled at once
/// with another block of its size, so that the memory shrinks with the number of entries: the heap would keep
/// a header and a remainder for each user, and holes where users were. Not thread-safe.
class entry_pool {
 public:
  /// Makes a block of `entries`, of which there are 1..65535, for a user that its caller knows as `owner`;
  /// returns its number among those of its size.
  [[nodiscard]] std::uint32_t add(std::span<const history_entry> entries, std::uint32_t owner);

  /// Gives back a block that has `count` entries. Returns the owner of the block that has its number now.
  [[nodiscard]] std::optional<std::uint32_t> remove(std::uint32_t block, std::size_t count);

  /// Replaces the entries of a block that has `count` of them, if as many take the same room; whether they
  /// do.
  [[nodiscard]] bool replace(std::uint32_t block, std::size_t count, std::span<const history_entry> entries);

  /// The first `count` entries of a block; until the pool changes.
  [[nodiscard]] std::span<const history_entry> entries(std::uint32_t block, std::size_t count) const;

  /// The owner of a block of `count` entries is known as `owner` now.
  void rename(std::uint32_t block, std::size_t count, std::uint32_t owner);

  /// What the pool takes, as far as it grows with the entries.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  /// Blocks of one size: in chunks, so that growing copies nothing.
  struct size_class {
    std::vector<std::unique_ptr<std::byte[]>> chunks;
    std::uint32_t blocks = 0;
    std::uint32_t stride = 0;       // bytes of a block
    std::uint32_t chunk_shift = 0;  // a chunk has two to the power of this blocks
    [[nodiscard]] std::byte* at(std::uint32_t block) const;
    [[nodiscard]] std::size_t chunk_bytes() const noexcept { return std::size_t{stride} << chunk_shift; }
  };
  [[nodiscard]] const size_class& class_of(std::size_t count) const;

  std::vector<size_class> classes_;
  std::size_t bytes_ = 0;
};

}  // namespace footfall::profile
