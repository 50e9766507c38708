// Selection of the best candidates, and the table of them.
#include "model/neighbour_rows.hpp"

#include "model/parallel_chunks.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

constexpr std::size_t finished_rows_per_chunk = 512;
// Sums in another order differ by this share: what is closer is as good.
constexpr float rounding = 1e-6F;

}  // namespace

void row_ranker::keep(std::size_t sorted) {
  const auto kept = std::min(size_, kept_);
  best_.arrange(std::span(offered_).first(size_), std::min(sorted, kept), kept,
                [this](const scored& left, const scored& right) { return is_better(left, right); });
  for (auto worse = kept; worse < size_; ++worse)
    left_out_ = std::max(left_out_, bound_of(offered_[worse].candidate));
  size_ = kept;
}

void row_ranker::cut() {
  keep(0);
  threshold_ = offered_[size_ - 1].score;
}

void row_ranker::end_row(neighbour_row& row) {
  keep(order_.shown);
  row.kept.clear();
  row.kept.reserve(size_);
  for (const auto& entry : std::span(offered_).first(size_)) row.kept.push_back(entry.candidate);
  row.left_out = left_out_;
  row.peak = 0;
  size_ = 0;
  threshold_ = 0;
  left_out_ = 0;
}

bool row_ranker::insert(std::size_t place) {
  const auto entry = offered_[place];
  auto free = place;
  for (; free > 0 && is_better(entry, offered_[free - 1]); --free) offered_[free] = offered_[free - 1];
  offered_[free] = entry;
  return free != place;
}

bool row_ranker::order(std::size_t events, neighbour_row& row) {
  begin_row(events);
  if (row.kept.size() > 2 * kept_) {
    left_out_ = row.left_out;
    const auto peak = row.peak;
    offer(row.kept.size(), [&row](std::size_t place) { return row.kept[place]; });
    end_row(row);
    row.peak = peak;
  }
  const auto size = row.kept.size();
  for (std::size_t place = 0; place < size; ++place) {
    const auto candidate = row.kept[place];
    offered_[place] = {candidate.count * order_.norms[candidate.rank], candidate};
  }
  // From one update to the next hardly anything moves.
  const auto shown = std::min(order_.shown, size);
  bool moved = false;
  for (std::size_t place = 1; place < size; ++place) {
    if (place < shown) {
      moved |= insert(place);
    } else if (is_better(offered_[place], offered_[shown - 1])) {
      std::swap(offered_[place], offered_[shown - 1]);
      insert(shown - 1);
      moved = true;
    }
  }
  if (moved)
    for (std::size_t place = 0; place < size; ++place) row.kept[place] = offered_[place].candidate;
  const auto bound = row.left_out * order_.growth * (1 - rounding);
  return row.left_out == 0 || (shown == order_.shown && shown > 0 && offered_[shown - 1].score >= bound);
}

neighbour_table make_table(std::span<const neighbour_row> rows, const ranking_order& ranking,
                           std::span<const std::uint32_t> order, std::span<const item_index> items,
                           std::span<const double> own_factors, unsigned threads) {
  neighbour_table table;
  table.offsets.reserve(order.size() + 1);
  table.offsets.push_back(0);
  for (const auto rank : order)
    table.offsets.push_back(table.offsets.back() + std::min(ranking.shown, rows[rank].kept.size()));
  table.neighbours.resize(table.offsets.back());
  table.sums.resize(order.size());
  if (!items.empty()) table.rows.resize(std::size_t{std::ranges::max(items)} + 1, neighbour_table::no_row);
  for_each_chunk(order.size(), finished_rows_per_chunk, threads, [&] {
    return [&](const chunk& part) {
      for (auto place = part.begin; place < part.end; ++place) {
        const auto rank = order[place];
        auto* out = table.neighbours.data() + table.offsets[place];
        const auto shown = table.offsets[place + 1] - table.offsets[place];
        if (shown != 0) table.rows[items[rank]] = static_cast<std::uint32_t>(place);
        float sum = 0;
        for (const auto& best : std::span(rows[rank].kept).first(shown)) {
          *out = {items[best.rank],
                  static_cast<float>(best.count * ranking.norms[best.rank] * own_factors[rank])};
          sum += (out++)->weight;
        }
        table.sums[place] = sum;
      }
    };
  });
  return table;
}

}  // namespace footfall::model
