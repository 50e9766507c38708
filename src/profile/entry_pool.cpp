#include "footfall/profile/entry_pool.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>
#include <type_traits>

namespace footfall::profile {
namespace {

// Small, since a customer has many shares with several sizes of blocks each, and few users perhaps.
constexpr std::size_t chunk_bytes_wanted = 512;

// What the heap takes beside a chunk, and the pointer to it.
constexpr std::size_t chunk_extra_bytes = 24;

// A block begins with the number by which its owner is known.
using owner_place = std::uint32_t;

static_assert(std::is_trivially_copyable_v<history_entry>);
static_assert(sizeof(owner_place) % alignof(history_entry) == 0);

// Each count has a size of its own up to this many; beyond that there are four sizes between powers of two.
constexpr std::size_t exact_sizes = 8;

std::size_t class_number(std::size_t count) {
  if (count <= exact_sizes) return count - 1;
  const auto power = static_cast<std::size_t>(std::bit_width(count - 1)) - 1;
  const auto quarter = ((count - 1) >> (power - 2)) & 3;
  return exact_sizes + (power - 3) * 4 + quarter;
}

std::size_t room_of_class(std::size_t number) {
  if (number < exact_sizes) return number + 1;
  const auto power = 3 + (number - exact_sizes) / 4;
  const auto quarter = (number - exact_sizes) % 4;
  return (std::size_t{1} << power) + ((quarter + 1) << (power - 2));
}

void put_all(std::byte* block, std::span<const history_entry> entries) {
  std::memcpy(block + sizeof(owner_place), entries.data(), entries.size_bytes());
}

void put_owner(std::byte* block, owner_place owner) { std::memcpy(block, &owner, sizeof(owner)); }

owner_place owner_of(const std::byte* block) {
  owner_place owner = 0;
  std::memcpy(&owner, block, sizeof(owner));
  return owner;
}

}  // namespace

std::byte* entry_pool::size_class::at(std::uint32_t block) const {
  const auto within = block & ((std::uint32_t{1} << chunk_shift) - 1);
  return chunks[block >> chunk_shift].get() + std::size_t{within} * stride;
}

const entry_pool::size_class& entry_pool::class_of(std::size_t count) const {
  return classes_[class_number(count)];
}

std::uint32_t entry_pool::add(std::span<const history_entry> entries, std::uint32_t owner) {
  const auto number = class_number(entries.size());
  if (number >= classes_.size()) classes_.resize(number + 1);
  auto& chosen = classes_[number];
  if (chosen.stride == 0) {
    const auto stride = sizeof(owner_place) + room_of_class(number) * sizeof(history_entry);
    const auto blocks = std::bit_floor(std::max<std::size_t>(chunk_bytes_wanted / stride, 1));
    chosen.stride = static_cast<std::uint32_t>(stride);
    chosen.chunk_shift = static_cast<std::uint32_t>(std::countr_zero(blocks));
  }
  if (chosen.blocks >> chosen.chunk_shift == chosen.chunks.size()) {
    chosen.chunks.push_back(std::make_unique_for_overwrite<std::byte[]>(chosen.chunk_bytes()));
    bytes_ += chosen.chunk_bytes() + chunk_extra_bytes;
  }
  auto* block = chosen.at(chosen.blocks);
  put_owner(block, owner);
  put_all(block, entries);
  return chosen.blocks++;
}

std::optional<std::uint32_t> entry_pool::remove(std::uint32_t block, std::size_t count) {
  auto& chosen = classes_[class_number(count)];
  const auto last = --chosen.blocks;
  std::optional<std::uint32_t> moved;
  if (block != last) {
    std::memcpy(chosen.at(block), chosen.at(last), chosen.stride);
    moved = owner_of(chosen.at(block));
  }
  const bool had_its_chunk_alone = (last & ((std::uint32_t{1} << chosen.chunk_shift) - 1)) == 0;
  if (had_its_chunk_alone) {
    chosen.chunks.pop_back();
    bytes_ -= chosen.chunk_bytes() + chunk_extra_bytes;
  }
  return moved;
}

bool entry_pool::replace(std::uint32_t block, std::size_t count, std::span<const history_entry> entries) {
  if (entries.empty() || class_number(entries.size()) != class_number(count)) return false;
  put_all(class_of(count).at(block), entries);
  return true;
}

std::span<const history_entry> entry_pool::entries(std::uint32_t block, std::size_t count) const {
  const auto* first = class_of(count).at(block) + sizeof(owner_place);
  // An array of bytes holds what was copied to it.
  return {std::launder(reinterpret_cast<const history_entry*>(first)), count};
}

void entry_pool::rename(std::uint32_t block, std::size_t count, std::uint32_t owner) {
  put_owner(class_of(count).at(block), owner);
}

}  // namespace footfall::profile
