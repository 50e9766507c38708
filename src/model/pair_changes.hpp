// What sessions that came and went change in the counts of pairs.
#pragma once

#include "model/pair_weights.hpp"
#include "model/session_index.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// What the count of one ordered pair of items gains, or loses.
struct pair_change {
  std::uint32_t row;    ///< rank of the first item
  std::uint32_t other;  ///< rank of the second
  float weight;
};

/// A session that came or went.
struct changed_session {
  session_number session;
  bool came;
};

/// The changes in buckets by row, so that threads can take buckets.
class pair_changes {
 public:
  static constexpr std::size_t buckets = 64;

  /// Adds up the sessions, whose items must all be in the index.
  pair_changes(const session_book& book, const session_index& index, const pair_weights& weights,
               std::span<const changed_session> sessions, unsigned threads);

  /// The changes of the rows of one bucket by row, then by the other item, each pair once; what came and went
  /// alike is no change. Can be asked for once. Thread-safe for different buckets.
  [[nodiscard]] std::vector<pair_change> take(std::size_t bucket);

 private:
  using bucketed = std::vector<std::vector<pair_change>>;
  std::vector<bucketed> chunks_;
};

}  // namespace footfall::model
