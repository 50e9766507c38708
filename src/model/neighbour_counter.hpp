// Counts which items occur close to each other in sessions and keeps the best neighbours of each.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/session_book.hpp"
#include "model/neighbour_rows.hpp"
#include "model/neighbour_table.hpp"
#include "model/pair_changes.hpp"
#include "model/pair_weights.hpp"
#include "model/session_index.hpp"
#include "model/stage_times.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// The neighbours of every item of the sessions.
///
///     for every session, for every ordered pair (x at position p, y at position q), p < q <= p + distance, x
///     != y:
///         w = decay(y) / (q - p)
///         (x,y) takes w, (y,x) takes w * backward weight; per session and ordered pair only the largest
///         counts C[x,y] += that weight
///     S[x]   = sum over the sessions that hold x of the mean decay of x's events in it
///     A[x,y] = C[x,y] / ((S[x] + damping) * (S[y] + damping)^exponent)
///
/// The pair weight by distance follows the sequential rules of Ludewig and Jannach (Evaluation of
/// session-based recommendation algorithms, 2018); damping and exponent keep one-off pairs and blockbusters
/// from the top.
///
/// Everything is counted by rows (Gustavson, Two fast algorithms for sparse matrices, 1978): an item's row is
/// summed in an array as wide as the catalogue that each thread has once, so there is never a table of pairs.
/// The result does not depend on the number of threads.
///
/// Later sessions are added to, and ended ones taken from, the candidates that each row has kept; a bound
/// tells what those that were left out can have at the most, and where it reaches the neighbours shown the
/// row is counted again from the book. So the neighbours are at any time those of counting everything, but
/// for rounding. Not thread-safe.
class neighbour_counter {
 public:
  /// Times of events count as ages before `reference_s`; those at or before `after_s` count nothing.
  neighbour_counter(const model_definition& definition, std::uint32_t reference_s, std::uint32_t after_s);

  /// Counts the live sessions. `goes_on`: `follow` will be called, for which more is kept.
  void count_all(const session_book& book, unsigned threads, bool goes_on, stage_times& times);

  /// Takes what has changed since `place`, where the last call of this or of `count_all` left the book.
  /// Returns how many sessions have come and gone.
  std::size_t follow(const session_book& book, const book_place& place, unsigned threads, stage_times& times);

  [[nodiscard]] neighbour_table table(unsigned threads) const;

  /// What is counted at the moment.
  [[nodiscard]] std::size_t events() const noexcept { return index_.events(); }
  [[nodiscard]] std::size_t sessions() const noexcept { return index_.sessions(); }
  /// How many rows the last `follow` had to count again.
  [[nodiscard]] std::size_t rows_recounted() const noexcept { return rows_recounted_; }

  /// Of what tells where items occur, and of the candidates kept.
  [[nodiscard]] std::size_t index_bytes() const noexcept { return index_.memory_bytes(); }
  [[nodiscard]] std::size_t row_bytes() const noexcept;

 private:
  void find_norms();
  void apply(const session_book& book, std::span<const pair_change> changes,
             std::vector<std::uint32_t>& places_in_row);
  void raise(const session_book& book, std::uint32_t rank, std::span<const pair_change> gains);
  void order_rows(const session_book& book, unsigned threads);
  [[nodiscard]] ranking_order order() const noexcept;

  double damping_;
  double exponent_;
  std::size_t shown_;
  bool goes_on_ = false;  // follow() will be called
  pair_weights weights_;
  session_index index_;
  std::vector<neighbour_row> rows_;          // by rank
  std::vector<float> norms_;                 // by rank
  std::vector<float> first_norms_;           // by rank: when the period began, or the item was new
  std::vector<std::uint32_t> by_frequency_;  // ranks
  std::vector<std::uint32_t> places_;        // by rank, in by_frequency_
  float growth_ = 1;                         // of norms since they were first ones
  std::size_t rows_recounted_ = 0;
};

}  // namespace footfall::model
