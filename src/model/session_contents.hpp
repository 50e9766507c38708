// The items of past sessions, in chunks that several indexes share.
#pragma once

#include "footfall/model/saved_model.hpp"
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
  /// That a session of so many items takes.
  [[nodiscard]] static constexpr std::size_t words_of(std::size_t items) noexcept {
    return header_words + items + (items + 1) / 2;
  }

 private:
  const std::uint32_t* words_;
};

/// The contents. A copy shares them and may be read while the newest copy, and that alone, is appended to.
class session_contents {
 public:
  [[nodiscard]] session_content of(content_place place) const noexcept {
    return session_content(chunks_[place / chunk_words].words.get() + place % chunk_words);
  }

  /// `items`: in order of time, at most 1000. The places of later ones are larger. Throws std::bad_alloc
  /// when there is no memory, or 16 GiB are taken.
  content_place append(owner_number owner, std::span<const session_item> items);

  /// Writes everything, for `load`.
  void save(model_writer& to) const;
  /// Fills empty contents, and marks in `begins` the places where a session begins. False when that was never
  /// saved, or an item is not below `items_end`.
  [[nodiscard]] bool load(model_reader& from, std::size_t items_end, std::vector<bool>& begins);

  /// Gives back what the last chunk has left: nothing will be appended for a while.
  void shrink();

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  static constexpr std::size_t chunk_words = 65536;

  struct chunk {
    std::shared_ptr<std::uint32_t[]> words;
    std::size_t used = 0;
  };

  std::vector<chunk> chunks_;
  std::size_t last_room_ = 0;  // words that the last chunk has in all
};

}  // namespace footfall::model
