// Counting of all rows at first, then of what changes in them.
#include "model/neighbour_counter.hpp"

#include "model/parallel_chunks.hpp"
#include "model/row_counter.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

namespace footfall::model {

namespace {

// Frequent items come first and have by far the longest rows: small chunks keep the threads evenly busy.
constexpr std::size_t rows_per_chunk = 32;
constexpr std::size_t ordered_rows_per_chunk = 512;
// A count that falls to less than this share of the largest that has fallen in its row has lost digits.
constexpr float doubtful_share = 1.0F / 64;
// Looking for one item among the events of another costs less than adding up all that is there.
constexpr std::size_t pair_events_max = 2;
constexpr float unknown = std::numeric_limits<float>::infinity();

}  // namespace

neighbour_counter::neighbour_counter(const model_definition& definition, std::uint32_t reference_s,
                                     std::uint32_t after_s)
    : damping_(definition[option::damping]),
      exponent_(definition[option::neighbour_exponent]),
      shown_(definition.whole(option::neighbours)),
      weights_(definition, reference_s, after_s) {}

ranking_order neighbour_counter::order() const noexcept {
  return {norms_, first_norms_, places_, growth_, shown_, goes_on_};
}

void neighbour_counter::find_norms() {
  norms_.resize(index_.size());
  growth_ = 1;
  for (std::uint32_t rank = 0; rank < index_.size(); ++rank) {
    const auto damped = index_.support_of(rank) + damping_;
    // An item whose events have all gone is nobody's neighbour.
    const bool counts = index_.count_of(rank) != 0 && damped > 0;
    norms_[rank] = counts ? static_cast<float>(std::pow(damped, -exponent_)) : 0.0F;
    if (rank == first_norms_.size()) first_norms_.push_back(norms_[rank]);
    if (norms_[rank] > growth_ * first_norms_[rank]) growth_ = norms_[rank] / first_norms_[rank];
  }
}

void neighbour_counter::count_all(const session_book& book, unsigned threads, bool goes_on,
                                  stage_times& times) {
  goes_on_ = goes_on;
  const auto events = index_.fill(book, weights_, threads);
  times.end_stage("indexing", index_.memory_bytes() + book.slots() * sizeof(session_event));
  first_norms_.clear();
  find_norms();
  by_frequency_.resize(index_.size());
  std::iota(by_frequency_.begin(), by_frequency_.end(), 0U);
  places_ = by_frequency_;
  rows_.clear();
  rows_.resize(index_.size());
  const auto ranking = order();
  for_each_chunk(rows_.size(), rows_per_chunk, threads, [&] {
    return [&, counter = row_counter(index_, events.get(), weights_),
            ranker = row_ranker(ranking)](const chunk& part) mutable {
      for (auto next = part.begin; next < part.end; ++next) {
        const auto rank = static_cast<std::uint32_t>(next);
        ranker.begin_row(index_.count_of(rank));
        counter.count(rank, ranker);
        ranker.end_row(rows_[rank]);
      }
    };
  });
  rows_recounted_ = 0;
  times.end_stage("counting", row_bytes());
}

std::size_t neighbour_counter::follow(const session_book& book, const book_place& place, unsigned threads,
                                      stage_times& times) {
  const auto ended = book.ended_since(place);
  std::vector<changed_session> changed;
  for (const auto session : ended) changed.push_back({session, false});
  for (auto session = place.sessions; session < book.size(); ++session)
    if (book.lives(session)) changed.push_back({session, true});
  rows_recounted_ = 0;
  if (changed.empty()) return 0;
  index_.follow(book, place, ended, weights_);
  rows_.resize(index_.size());
  find_norms();
  times.end_stage("indexing", index_.memory_bytes());
  pair_changes changes(book, index_, weights_, changed, threads);
  for_each_chunk(pair_changes::buckets, 1, threads, [&] {
    return [&, places_in_row = std::vector<std::uint32_t>(index_.size())](const chunk& part) mutable {
      apply(book, changes.take(part.number), places_in_row);
    };
  });
  times.end_stage("counting", row_bytes());
  order_rows(book, threads);
  times.end_stage("ordering", row_bytes());
  return changed.size();
}

// `places_in_row` is zero for all ranks, before and after.
void neighbour_counter::apply(const session_book& book, std::span<const pair_change> changes,
                              std::vector<std::uint32_t>& places_in_row) {
  std::vector<pair_change> gains;  // of those left out
  for (std::size_t begin = 0; begin < changes.size();) {
    auto& row = rows_[changes[begin].row];
    for (std::size_t place = 0; place < row.kept.size(); ++place)
      places_in_row[row.kept[place].rank] = static_cast<std::uint32_t>(place + 1);
    const auto known = row.kept.size();
    gains.clear();
    auto end = begin;
    for (; end < changes.size() && changes[end].row == changes[begin].row; ++end) {
      const auto [_, other, weight] = changes[end];
      if (const auto place = places_in_row[other]; place != 0) {
        auto& count = row.kept[place - 1].count;
        if (weight < 0) row.peak = std::max(row.peak, count);
        count += weight;
        if (count < row.peak * doubtful_share) row.left_out = unknown;
      } else if (weight > 0 && row.left_out == 0) {
        row.kept.push_back({other, weight});
      } else if (weight > 0) {
        gains.push_back(changes[end]);
      }
    }
    for (std::size_t place = 0; place < known; ++place) places_in_row[row.kept[place].rank] = 0;
    if (!gains.empty() && row.left_out != unknown) raise(book, changes[begin].row, gains);
    begin = end;
  }
}

// What candidates that were left out gain. Those that may now belong to what is shown are counted one by one
// where that is less work than counting the row; for the others it is enough to raise the bound: one of them
// gains at most what the one that gains most does.
void neighbour_counter::raise(const session_book& book, std::uint32_t rank,
                              std::span<const pair_change> gains) {
  auto& row = rows_[rank];
  float last_shown = 0;
  if (row.kept.size() >= shown_) {
    const auto& last = row.kept[shown_ - 1];
    last_shown = last.count * norms_[last.rank] / growth_;
  }
  const auto reaches = [&](const pair_change& gain) {
    return row.left_out + gain.weight * first_norms_[gain.other] >= last_shown;
  };
  std::size_t events = 0;
  for (const auto& gain : gains)
    if (reaches(gain)) events += std::min(index_.count_of(rank), index_.count_of(gain.other));
  const bool one_by_one = row.left_out < last_shown && events < pair_events_max * index_.count_of(rank);
  float largest = 0;
  for (const auto& gain : gains)
    if (one_by_one && reaches(gain))
      row.kept.push_back({gain.other, count_pair(index_, book, weights_, rank, gain.other)});
    else
      largest = std::max(largest, gain.weight * first_norms_[gain.other]);
  row.left_out += largest;
}

void neighbour_counter::order_rows(const session_book& book, unsigned threads) {
  by_frequency_.resize(index_.size());
  std::iota(by_frequency_.begin(), by_frequency_.end(), 0U);
  std::ranges::sort(by_frequency_, [this](std::uint32_t left, std::uint32_t right) {
    if (index_.count_of(left) != index_.count_of(right))
      return index_.count_of(left) > index_.count_of(right);
    return index_.item_of(left) < index_.item_of(right);
  });
  places_.resize(index_.size());
  for (std::uint32_t place = 0; place < by_frequency_.size(); ++place) places_[by_frequency_[place]] = place;
  const auto ranking = order();
  std::atomic<std::size_t> recounted{0};
  for_each_chunk(rows_.size(), ordered_rows_per_chunk, threads, [&] {
    return [&, counter = std::optional<book_row_counter>(),
            ranker = row_ranker(ranking)](const chunk& part) mutable {
      for (auto next = part.begin; next < part.end; ++next) {
        const auto rank = static_cast<std::uint32_t>(next);
        if (ranker.order(index_.count_of(rank), rows_[rank])) continue;
        if (!counter) counter.emplace(index_, book, weights_);
        counter->count(rank, ranker);
        ranker.end_row(rows_[rank]);
        ++recounted;
      }
    };
  });
  rows_recounted_ = recounted;
}

neighbour_table neighbour_counter::table(unsigned threads) const {
  std::vector<item_index> items(index_.size());
  std::vector<double> own_factors(index_.size());
  for (std::uint32_t rank = 0; rank < index_.size(); ++rank) {
    items[rank] = index_.item_of(rank);
    own_factors[rank] = 1.0 / (index_.support_of(rank) + damping_);
  }
  return make_table(rows_, order(), by_frequency_, items, own_factors, threads);
}

std::size_t neighbour_counter::row_bytes() const noexcept {
  auto bytes = rows_.capacity() * sizeof(rows_[0]);
  for (const auto& row : rows_) bytes += row.kept.capacity() * sizeof(pair_count);
  return bytes;
}

}  // namespace footfall::model
