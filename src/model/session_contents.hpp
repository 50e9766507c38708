// The items of past sessions, in chunks that several indexes share.
#pragma once

#include "footfall/model/session_book.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace footfall::model {

/// Where the items of a session lie.
using content_place = std::uint32_t;

/// An item of a session and how many events before its end it came, at most 65535: of an item that occurs
/// twice the last time.
struct session_item {
  item_index item;
  std::uint32_t steps;
};

/// The items of one session in order of time, as they lie in memory.
class session_content {
 public:
  explicit session_content(const std::uint32_t* words) noexcept : words_(words) {}

  [[nodiscard]] owner_number owner() const noexcept { return words_[0]; }
  [[nodiscard]] std::size_t size() const noexcept { return words_[1]; }
  [[nodiscard]] std::span<const item_index> items() const noexcept { return {words_ + header_words, size()}; }
  /// Of the item at this place of `items`.
  [[nodiscard]] std::uint32_t steps(std::size_t place) const noexcept {
    return words_[header_words + size() + place / 2] >> (16 * (place % 2)) & 0xFFFF;
  }

  /// Asks for the memory that most sessions take.
  void prefetch() const noexcept {
    __builtin_prefetch(words_);
    __builtin_prefetch(words_ + 16);
  }

  static constexpr std::size_t header_words = 2;

 private:
  const std::uint32_t* words_;
};

/// The contents. A copy shares them and may be read while the newest copy, and that alone, is appended to.
class session_contents {
 public:
  [[nodiscard]] session_content of(content_place place) const noexcept {
    return session_content(chunks_[place / chunk_words].get() + place % chunk_words);
  }

  /// `items`: in order of time, at most 1000. The places of later ones are larger. Throws std::bad_alloc
  /// when there is no memory, or 16 GiB are taken.
  content_place append(owner_number owner, std::span<const session_item> items);

  /// Gives back what the last chunk has left: nothing will be appended for a while.
  void shrink();

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  static constexpr std::size_t chunk_words = 65536;

  std::vector<std::shared_ptr<std::uint32_t[]>> chunks_;
  std::size_t last_room_ = 0;  // words of the last chunk; the others have `chunk_words`
  std::size_t last_used_ = 0;
};

}  // namespace footfall::model
