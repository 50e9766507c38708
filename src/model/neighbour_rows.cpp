// Selection of the best candidates, and the table of them.
#include "model/neighbour_rows.hpp"

#include "model/parallel_chunks.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

constexpr std::size_t rows_per_chunk = 512;
// Sums in another order differ by this share: what is closer is as good.
constexpr float rounding = 1e-6F;

}  // namespace

void row_ranker::cut() {
  const auto last = offered_.begin() + static_cast<std::ptrdiff_t>(kept_) - 1;
  std::nth_element(offered_.begin(), last, offered_.end(),
                   [this](const scored& left, const scored& right) { return is_better(left, right); });
  threshold_ = last->score;
  for (auto worse = last + 1; worse != offered_.end(); ++worse) leave_out(worse->candidate);
  offered_.resize(kept_);
}

void row_ranker::end_row(neighbour_row& row) {
  if (offered_.size() > kept_) cut();
  const auto better = [this](const scored& left, const scored& right) { return is_better(left, right); };
  const auto shown = std::min(order_.shown, offered_.size());
  const auto end_shown = offered_.begin() + static_cast<std::ptrdiff_t>(shown);
  if (end_shown != offered_.end()) std::nth_element(offered_.begin(), end_shown, offered_.end(), better);
  std::sort(offered_.begin(), end_shown, better);
  row.kept.clear();
  row.kept.reserve(offered_.size());
  for (const auto& entry : offered_) row.kept.push_back(entry.candidate);
  row.left_out = left_out_;
  row.peak = 0;
  offered_.clear();
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
    for (const auto& candidate : row.kept) offer(candidate);
    end_row(row);
    row.peak = peak;
  }
  offered_.clear();
  for (const auto& candidate : row.kept)
    offered_.push_back({candidate.count * order_.norms[candidate.rank].now, candidate});
  // From one update to the next hardly anything moves.
  const auto shown = std::min(order_.shown, offered_.size());
  bool moved = false;
  for (std::size_t place = 1; place < offered_.size(); ++place) {
    if (place < shown) {
      moved |= insert(place);
    } else if (is_better(offered_[place], offered_[shown - 1])) {
      std::swap(offered_[place], offered_[shown - 1]);
      insert(shown - 1);
      moved = true;
    }
  }
  if (moved)
    for (std::size_t place = 0; place < offered_.size(); ++place) row.kept[place] = offered_[place].candidate;
  const auto bound = row.left_out * order_.growth * (1 - rounding);
  const auto exact =
      row.left_out == 0 || (shown == order_.shown && shown > 0 && offered_[shown - 1].score >= bound);
  offered_.clear();
  return exact;
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
  for_each_chunk(order.size(), rows_per_chunk, threads, [&] {
    return [&](const chunk& part) {
      for (auto place = part.begin; place < part.end; ++place) {
        const auto rank = order[place];
        auto* out = table.neighbours.data() + table.offsets[place];
        const auto shown = table.offsets[place + 1] - table.offsets[place];
        if (shown != 0) table.rows[items[rank]] = static_cast<std::uint32_t>(place);
        float sum = 0;
        for (const auto& best : std::span(rows[rank].kept).first(shown)) {
          *out = {items[best.rank],
                  static_cast<float>(best.count * ranking.norms[best.rank].now * own_factors[rank])};
          sum += (out++)->weight;
        }
        table.sums[place] = sum;
      }
    };
  });
  return table;
}

}  // namespace footfall::model
