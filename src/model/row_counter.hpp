// Adds up the pairs of one item after the other.
#pragma once

#include "footfall/model/item_places.hpp"
#include "model/neighbour_rows.hpp"
#include "model/pair_weights.hpp"
#include "model/session_index.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace footfall::model {

/// What one row adds up to, in arrays as wide as the catalogue. One per thread.
class row_sums {
 public:
  explicit row_sums(std::size_t items)
      : sums_(items), best_in_session_(items), touched_(items + 1), touched_in_session_(items + 1) {}

  void add(std::uint32_t other, float weight) {
    auto& sum = sums_[other];
    // Written always, counted when it is new: a branch here would be guessed wrong too often.
    touched_[touched_count_] = other;
    touched_count_ += static_cast<std::size_t>(sum == 0);
    sum += weight;
  }

  /// A pair that may occur in its session again: only its largest weight counts, at `end_session`.
  void add_in_session(std::uint32_t other, float weight) {
    auto& best = best_in_session_[other];
    touched_in_session_[touched_in_session_count_] = other;
    touched_in_session_count_ += static_cast<std::size_t>(best == 0);
    if (weight > best) best = weight;
  }
  void end_session() {
    for (std::size_t next = 0; next < touched_in_session_count_; ++next) {
      const auto other = touched_in_session_[next];
      add(other, best_in_session_[other]);
      best_in_session_[other] = 0;
    }
    touched_in_session_count_ = 0;
  }

  /// Gives what was added up to the ranker and begins the next row.
  void offer_to(row_ranker& ranker) {
    ranker.offer(touched_count_, [this](std::size_t place) {
      const auto other = touched_[place];
      return pair_count{other, std::exchange(sums_[other], 0.0F)};
    });
    touched_count_ = 0;
  }

 private:
  std::vector<float> sums_;             // by rank
  std::vector<float> best_in_session_;  // by rank
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> touched_in_session_;
  std::size_t touched_count_ = 0;
  std::size_t touched_in_session_count_ = 0;
};

/// Counts rows from the events that `session_index::fill` gave: as quick as it gets. One per thread.
class row_counter {
 public:
  row_counter(const session_index& index, const session_event* events, const pair_weights& weights)
      : index_(index), events_(events), weights_(weights), sums_(index.size()) {}

  /// Offers all candidates of the item with this rank.
  void count(std::uint32_t rank, row_ranker& ranker);

 private:
  const session_index& index_;
  const session_event* events_;
  const pair_weights& weights_;
  row_sums sums_;
};

/// Counts rows from the book as it is now. A row here and there is counted in a small table of its own: it
/// stays in the cache, which arrays as wide as the catalogue would not. One per thread.
class book_row_counter {
 public:
  book_row_counter(const session_index& index, const session_book& book, const pair_weights& weights)
      : index_(index), book_(book), weights_(weights) {}

  /// Offers all candidates of the item with this rank.
  void count(std::uint32_t rank, row_ranker& ranker);

 private:
  struct candidate {
    item_index item = 0;
    float sum = 0;
    float best_in_session = 0;
  };

  void add_in_session(item_index item, float weight);
  void end_session();

  const session_index& index_;
  const session_book& book_;
  const pair_weights& weights_;
  item_places places_;
  std::vector<candidate> candidates_;
  std::vector<std::uint32_t> touched_in_session_;  // places in candidates_
};

/// The count of one ordered pair, from the book as it is now: walks over the events of the rarer item.
/// Thread-safe.
[[nodiscard]] float count_pair(const session_index& index, const session_book& book,
                               const pair_weights& weights, std::uint32_t row, std::uint32_t other);

}  // namespace footfall::model
