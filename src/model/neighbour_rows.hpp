// The candidates that are kept of each item, and which of them are its neighbours.
#pragma once

#include "model/neighbour_table.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// An item that occurs close to another one, and the weight of their pairs.
struct pair_count {
  std::uint32_t rank;
  float count;
};

/// The best candidates of an item, more than the model shows: what a change does to a row is then seldom
/// more than another order of those.
struct neighbour_row {
  std::vector<pair_count> kept;  ///< those that are shown first, best first
  float left_out = 0;  ///< count * first norm of every other candidate is at most this; 0: none exists
  float peak = 0;      ///< largest count that has fallen since the row was counted
};

/// By what candidates compare at one moment; everything by rank.
struct ranking_order {
  std::span<const float> norms;           ///< 1 / (support + damping)^exponent
  std::span<const float> first_norms;     ///< the same when the period began, or the item was new
  std::span<const std::uint32_t> places;  ///< in the order of frequency, then of item index
  float growth = 1;                       ///< the most that a norm has grown since
  std::size_t shown = 0;                  ///< neighbours that the model shows
  std::size_t kept = 0;                   ///< candidates that a counted row keeps
};

/// Orders rows. One per thread.
class row_ranker {
 public:
  explicit row_ranker(const ranking_order& order) : order_(order) {}

  /// Takes one candidate of the row that is being counted; each once.
  void offer(pair_count candidate) {
    const auto score = candidate.count * order_.norms[candidate.rank];
    if (score < threshold_) return leave_out(candidate);
    offered_.push_back({score, candidate});
    if (offered_.size() == 4 * order_.kept) cut();
  }

  /// Makes the best of what was offered the row; forgets the offers.
  void end_row(neighbour_row& row);

  /// Orders a row by what holds now. False when a candidate that was left out may belong to what is shown:
  /// the row is to be counted again.
  [[nodiscard]] bool order(neighbour_row& row);

 private:
  struct scored {
    float score;
    pair_count candidate;
  };

  [[nodiscard]] bool is_better(const scored& left, const scored& right) const noexcept {
    if (left.score != right.score) return left.score > right.score;
    return order_.places[left.candidate.rank] < order_.places[right.candidate.rank];
  }
  void leave_out(pair_count candidate) noexcept {
    const auto bound = candidate.count * order_.first_norms[candidate.rank];
    if (bound > left_out_) left_out_ = bound;
  }
  void cut();
  // Brings the entry at `place`, before which all is in order, to where it belongs.
  bool insert(std::size_t place);

  const ranking_order& order_;
  std::vector<scored> offered_;
  float threshold_ = 0;  // as good as the worst of enough others
  float left_out_ = 0;
};

/// The table of ordered rows, in the order of frequency: `order` holds ranks, `items` items by rank, and
/// `own_factors` by rank what the scores of a row are multiplied with.
[[nodiscard]] neighbour_table make_table(std::span<const neighbour_row> rows, const ranking_order& ranking,
                                         std::span<const std::uint32_t> order,
                                         std::span<const item_index> items,
                                         std::span<const double> own_factors, unsigned threads);

}  // namespace footfall::model
