// The compact bytes of an item (docs/store-format.md), in the store and in memory: read by walking over them.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/catalog/repeated_texts.hpp"
#include "footfall/core/failure.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::catalog {

/// Appends the bytes of an item; attributes by key and type. With `numbers`, texts that repeat are numbers in
/// them, and only who has those texts can read them.
void pack(std::string& out, const item& which, text_numbers* numbers = nullptr);

/// Reads what `pack` has written. `texts` are those of its numbers; null when it had none. Errors:
/// `io_failed` when these bytes never came from there. Thread-safe.
[[nodiscard]] result<item> unpack_item(std::string_view bytes, const repeated_texts* texts = nullptr);

/// Type and id of an item.
struct packed_key {
  std::uint32_t type = 0;
  std::string_view id;  ///< within the bytes
  friend bool operator==(const packed_key&, const packed_key&) = default;
};

/// The key alone of what `pack` has written; an empty one of other bytes. Thread-safe.
[[nodiscard]] packed_key key_of_packed(std::string_view bytes) noexcept;

}  // namespace footfall::catalog
