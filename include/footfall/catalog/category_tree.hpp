// The categories of a catalogue as a tree in which "in this one or below" is two comparisons.
#pragma once

#include "footfall/catalog/item.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace footfall::catalog {

/// A category of a tree; it stays the same when the tree grows.
using category_number = std::uint32_t;

/// A category and all below it: places `begin` to before `end` of the walk through the tree.
struct category_interval {
  std::uint32_t begin = 0, end = 0;
};

/// A tree that grows by paths. Thread-safe as long as nobody adds.
class category_tree {
 public:
  /// The number of the category at the end of a path, which must not be empty. `number_places` is to be
  /// called before intervals are asked for again.
  category_number add(std::span<const std::string> path);

  /// Gives each category its place in the walk, parents first.
  void number_places();

  /// The category at the end of a path; nothing when there is none.
  [[nodiscard]] std::optional<category_number> find(std::span<const std::string> path) const;

  [[nodiscard]] category_interval interval_of(category_number category) const noexcept {
    return intervals_[category];
  }
  /// The category at a place of the walk.
  [[nodiscard]] category_number at(std::uint32_t place) const noexcept { return walk_[place]; }

  [[nodiscard]] category_path path_of(category_number category) const;
  [[nodiscard]] std::size_t size() const noexcept { return nodes_.size(); }
  /// As of the last `number_places`.
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  static constexpr category_number root = ~category_number{0};
  [[nodiscard]] std::size_t count_bytes() const noexcept;
  struct node {
    category_number parent;
    std::string name;
  };

  std::vector<node> nodes_;
  boost::unordered_flat_map<std::string, category_number> by_path_;
  std::vector<category_interval> intervals_;
  std::vector<category_number> walk_;
  std::size_t bytes_ = 0;
};

}  // namespace footfall::catalog
