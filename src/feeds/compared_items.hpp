// What a full import changes: what is stored and what is to be, as digests instead of items.
#pragma once

#include "footfall/feeds/item_store.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <set>
#include <string_view>

namespace footfall::feeds {

/// The item type in the key of a stored item; 0 in one that is none. Thread-safe.
[[nodiscard]] std::uint32_t type_of_key(std::string_view key) noexcept;

/// 32 bytes for each key that is stored or wanted. Not thread-safe.
class compared_items {
 public:
  /// Something that is stored. All of it is noted before anything is wanted.
  void note_stored(std::string_view key, std::string_view content);

  /// Something that is to be there; of the same key the last one counts. Returns whether it is stored like
  /// that.
  bool want(std::string_view key, std::string_view content);

  /// Types of what is wanted: what is stored of them and not wanted is gone.
  [[nodiscard]] const std::set<std::uint32_t>& types() const noexcept { return types_; }
  [[nodiscard]] bool is_of_wanted_type(std::string_view key) const;
  [[nodiscard]] bool is_gone(std::string_view key) const;

  /// How many keys are gone.
  [[nodiscard]] std::size_t gone() const;
  /// What becomes of items.
  [[nodiscard]] stored_items counts() const;

 private:
  struct digest {
    std::uint64_t low = 0, high = 0;
    friend bool operator==(const digest&, const digest&) = default;
  };
  struct hash_of_digest {
    using is_avalanching = void;
    std::size_t operator()(const digest& of) const noexcept { return of.low; }
  };
  struct row {
    std::uint64_t content = 0;  // its hash, as it is stored
    std::uint32_t type = 0;
    bool is_stored = false, was_item = false;
    bool is_wanted = false, is_item = false, is_same = false;
  };

  [[nodiscard]] static digest digest_of(std::string_view key) noexcept;
  [[nodiscard]] bool is_gone(const row& which) const {
    return which.is_stored && !which.is_wanted && types_.contains(which.type);
  }

  boost::unordered_flat_map<digest, row, hash_of_digest> rows_;
  std::set<std::uint32_t> types_;
};

}  // namespace footfall::feeds
