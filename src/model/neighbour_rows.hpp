// The candidates that are kept of each item, and which of them are its neighbours.
#pragma once

#include "model/neighbour_table.hpp"
#include "model/score_order.hpp"

#include <algorithm>
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

/// By what candidates compare at one moment.
struct ranking_order {
  /// By rank, what the pairs with an item as candidate are multiplied with: 1 / (support + damping)^exponent.
  std::span<const float> norms;
  std::span<const float> first_norms;     ///< when the period began, or the item was new
  std::span<const std::uint32_t> places;  ///< by rank: in the order of frequency, then of item index
  float growth = 1;                       ///< the most that a norm has grown since
  std::size_t shown = 0;                  ///< neighbours that the model shows
  bool goes_on = false;                   ///< rows keep more than that

  /// How many candidates a row of an item with that many events keeps. The longer counting it again would
  /// take, the further those left out should be from what is shown; there are few items of many events.
  [[nodiscard]] std::size_t kept(std::size_t events) const noexcept {
    if (!goes_on) return shown;
    if (events >= 64 * shown) return 8 * shown;
    if (events >= 8 * shown) return 4 * shown;
    return shown + (shown + 1) / 2;
  }
};

/// Orders rows. One per thread.
class row_ranker {
 public:
  explicit row_ranker(const ranking_order& order) : order_(order) {}

  /// Begins a row of an item with that many events.
  void begin_row(std::size_t events) {
    kept_ = order_.kept(events);
    if (offered_.size() < 4 * kept_) offered_.resize(4 * kept_);
  }

  /// Takes `count` candidates of the row that is being counted, each once; `take(place)` gives them.
  template <class Take>
  void offer(std::size_t count, Take take) {
    std::size_t place = 0;
    while (place < count) {
      // Whether a candidate is good enough is a toss: it is written always, and counted when it is.
      const auto end = place + std::min(count - place, 4 * kept_ - size_);
      auto* next = offered_.data() + size_;
      auto left_out = left_out_;
      for (const auto threshold = threshold_; place < end; ++place) {
        const pair_count candidate = take(place);
        const auto score = candidate.count * order_.norms[candidate.rank];
        const bool is_left_out = score < threshold;
        *next = {score, candidate};
        next += is_left_out ? 0 : 1;
        left_out = std::max(left_out, is_left_out ? bound_of(candidate) : 0.0F);
      }
      left_out_ = left_out;
      size_ = static_cast<std::size_t>(next - offered_.data());
      if (size_ == 4 * kept_) cut();
    }
  }

  /// Makes the best of what was offered the row; forgets the offers.
  void end_row(neighbour_row& row);

  /// Orders a row, of an item with that many events, by what holds now. False when a candidate that was left
  /// out may belong to what is shown: the row is to be counted again.
  [[nodiscard]] bool order(std::size_t events, neighbour_row& row);

 private:
  struct scored {
    float score;
    pair_count candidate;
  };

  [[nodiscard]] bool is_better(const scored& left, const scored& right) const noexcept {
    if (left.score != right.score) return left.score > right.score;
    return order_.places[left.candidate.rank] < order_.places[right.candidate.rank];
  }
  [[nodiscard]] float bound_of(pair_count candidate) const noexcept {
    return candidate.count * order_.first_norms[candidate.rank];
  }
  // Orders the `sorted` best, and leaves out what is not kept.
  void keep(std::size_t sorted);
  // Makes room for more.
  void cut();
  // Brings the entry at `place`, before which all is in order, to where it belongs.
  bool insert(std::size_t place);

  const ranking_order& order_;
  std::vector<scored> offered_;
  score_order<scored> best_;
  std::size_t size_ = 0;  // of offered_
  std::size_t kept_ = 0;
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
