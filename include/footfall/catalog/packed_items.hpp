// Many items in little memory, one after the other.
#pragma once

#include "footfall/catalog/item.hpp"
#include "footfall/catalog/packed_item.hpp"

#include <cstddef>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::catalog {

/// A list of items, each as some bytes (`pack`), for imports of which nobody knows how large they are. Not
/// thread-safe.
class packed_items {
 public:
  packed_items() : texts_(std::make_unique<repeated_texts>()), numbers_(*texts_) {}

  /// Adds an item and returns its place.
  std::size_t add(const item& which);
  /// Another item in its place.
  void replace(std::size_t place, const item& with) { bytes_[place] = store(with); }
  /// Takes an item out: places stay as they are, and nothing is in this one any more.
  void remove(std::size_t place);

  /// Items that are there.
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size() - removed_; }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
  /// The end of the places.
  [[nodiscard]] std::size_t places() const noexcept { return bytes_.size(); }
  [[nodiscard]] bool has(std::size_t place) const noexcept { return !bytes_[place].empty(); }

  /// The item in a place that has one.
  [[nodiscard]] item at(std::size_t place) const;
  /// Its key alone; valid until it is replaced.
  [[nodiscard]] packed_key key_at(std::size_t place) const noexcept { return key_of_packed(bytes_[place]); }

  /// Goes over the items that are there.
  class iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = item;
    using difference_type = std::ptrdiff_t;
    using pointer = const item*;
    using reference = item;

    iterator(const packed_items& of, std::size_t place) : of_(&of), place_(place) { skip_gaps(); }
    item operator*() const { return of_->at(place_); }
    iterator& operator++() {
      ++place_;
      skip_gaps();
      return *this;
    }
    void operator++(int) { ++*this; }
    friend bool operator==(const iterator& left, const iterator& right) noexcept {
      return left.place_ == right.place_;
    }

   private:
    void skip_gaps() {
      while (place_ < of_->places() && !of_->has(place_)) ++place_;
    }

    const packed_items* of_;
    std::size_t place_;
  };
  [[nodiscard]] iterator begin() const { return {*this, 0}; }
  [[nodiscard]] iterator end() const { return {*this, places()}; }

 private:
  [[nodiscard]] std::string_view store(const item& which);

  std::unique_ptr<repeated_texts> texts_;
  text_numbers numbers_;
  std::vector<std::string_view> bytes_;          // by place, in the chunks; empty ones are removed
  std::vector<std::unique_ptr<char[]>> chunks_;  // the last one is being filled
  std::size_t chunk_bytes_ = 0;                  // of the last
  std::size_t room_ = 0;                         // at its end
  std::size_t removed_ = 0;
  std::string packed_;  // of the item at hand
};

}  // namespace footfall::catalog
