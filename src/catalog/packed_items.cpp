#include "footfall/catalog/packed_items.hpp"

#include <algorithm>
#include <cstring>

namespace footfall::catalog {

namespace {

constexpr std::size_t first_chunk_bytes = 1U << 12;
constexpr std::size_t chunk_bytes_max = 1U << 18;

}  // namespace

std::size_t packed_items::add(const item& which) {
  bytes_.push_back(store(which));
  return bytes_.size() - 1;
}

void packed_items::remove(std::size_t place) {
  removed_ += has(place);
  bytes_[place] = {};
}

item packed_items::at(std::size_t place) const {
  auto read = unpack_item(bytes_[place], texts_.get());
  return read ? std::move(*read) : item();
}

// What an item that is replaced has taken is lost until all of them go.
std::string_view packed_items::store(const item& which) {
  packed_.clear();
  pack(packed_, which, &numbers_);
  const auto bytes = packed_.size();
  if (bytes > room_) {
    chunk_bytes_ = std::max(bytes, std::clamp(2 * chunk_bytes_, first_chunk_bytes, chunk_bytes_max));
    chunks_.push_back(std::make_unique_for_overwrite<char[]>(chunk_bytes_));
    room_ = chunk_bytes_;
  }
  char* const to = chunks_.back().get() + (chunk_bytes_ - room_);
  std::memcpy(to, packed_.data(), bytes);
  room_ -= bytes;
  return {to, bytes};
}

}  // namespace footfall::catalog
