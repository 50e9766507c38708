// What the best rating is: clients rate in stars, in points or in percent, and only the ratings tell.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <shared_mutex>
#include <utility>
#include <vector>

namespace footfall::catalog {

/// The largest rating seen of each item type of one customer, by which builds divide ratings (protocol X11).
/// A fold: the order of ratings does not matter. Thread-safe.
class largest_ratings {
 public:
  /// Most item types; the ratings of further ones are taken as percentages, 0..100.
  static constexpr std::size_t types_max = 1024;
  static constexpr std::uint8_t rating_max = 100;

  /// A rating as it was sent, 0..100.
  void add(std::uint32_t item_type, std::uint8_t rating);

  /// What is known, in any order: adding it again gives the same. A pair is an item type and its rating.
  [[nodiscard]] std::vector<std::pair<std::uint32_t, std::uint8_t>> all() const;

  /// At least 1, so that it can be divided by; 1 where nobody rated anything yet.
  [[nodiscard]] std::uint8_t largest(std::uint32_t item_type) const;

 private:
  mutable std::shared_mutex mutex_;  // guards largest_
  boost::unordered_flat_map<std::uint32_t, std::uint8_t> largest_;
};

}  // namespace footfall::catalog
