// The order lines that a customer's purchases have named.
#pragma once

#include <boost/container/deque.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace footfall::customer {

/// The newest order lines (`events::order_line_of`) by their place in the log, not by the clock, so that a
/// replay forgets the same ones. At most 250,000, about 6 MB. Thread-safe.
class order_book {
 public:
  static constexpr std::size_t lines_max = 250'000;

  /// One that is known keeps its place.
  void add(std::uint64_t line);
  [[nodiscard]] bool holds(std::uint64_t line) const;
  /// The oldest first.
  [[nodiscard]] std::vector<std::uint64_t> lines() const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t bytes() const;

 private:
  mutable std::mutex mutex_;  // guards both
  boost::unordered_flat_set<std::uint64_t> known_;
  boost::container::deque<std::uint64_t> in_order_;  // takes nothing while it is empty, unlike that of std
};

}  // namespace footfall::customer
