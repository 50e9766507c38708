// Counting of neighbours row by row, and the selection of the best of each row.
#include "model/neighbour_counter.hpp"

#include "model/parallel_chunks.hpp"
#include "model/session_index.hpp"

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

// Frequent items come first and have by far the longest rows: small chunks keep the threads evenly busy.
constexpr std::size_t rows_per_chunk = 32;
// How many of an item's events ahead the memory of its sessions is asked for.
constexpr std::size_t prefetch_distance = 12;

struct counting_plan {
  const session_index& index;
  const model_definition& definition;
  std::vector<float> forward;   // weight of a pair by its distance - 1
  std::vector<float> backward;  // empty when pairs against the order of time count nothing
  std::vector<float> norms;     // by rank: 1 / (support + damping)^exponent
};

counting_plan plan_of(const session_index& index, const model_definition& definition) {
  counting_plan plan{index, definition, {}, {}, {}};
  for (std::uint32_t distance = 1; distance <= definition.pair_distance; ++distance) {
    plan.forward.push_back(static_cast<float>(1.0 / distance));
    if (definition.backward_weight > 0)
      plan.backward.push_back(static_cast<float>(definition.backward_weight / distance));
  }
  plan.norms.reserve(index.supports.size());
  for (const auto support : index.supports)
    plan.norms.push_back(
        static_cast<float>(std::pow(support + definition.damping, -definition.neighbour_exponent)));
  return plan;
}

/// Sums one row at a time. One per thread.
class row_counter {
 public:
  explicit row_counter(const counting_plan& plan)
      : plan_(plan), sums_(plan.index.items.size()), best_in_session_(plan.index.items.size()) {}

  /// Appends the best neighbours of the item with this rank.
  void append_row(std::uint32_t rank, std::vector<neighbour>& out) {
    sum_row(rank);
    select_best(rank, out);
  }

 private:
  struct candidate {
    float score;
    std::uint32_t rank;
  };

  void sum_row(std::uint32_t rank) {
    const auto& events = plan_.index.events;
    const auto positions = plan_.index.positions_of(rank);
    for (std::size_t next = 0; next < positions.size(); ++next) {
      if (next + prefetch_distance < positions.size())
        __builtin_prefetch(&events[positions[next + prefetch_distance]]);
      const auto* event = &events[positions[next]];
      if (!event->session_repeats())
        for_each_pair(event, [this](std::uint32_t other, float weight) { add(other, weight); });
      else
        add_largest_of_session(rank, event);
    }
  }

  // All pairs with the event at `event` as first item of the ordered pair.
  template <class Take>
  void for_each_pair(const session_event* event, Take take) const {
    std::ptrdiff_t distance = 1;
    for (const auto factor : plan_.forward) {
      const auto& later = event[distance++];
      if (later.ends_session()) break;
      take(later.rank(), later.weight * factor);
    }
    // Seen from the other item this pair goes forward, so its age is that of the later event: this one.
    distance = 1;
    for (const auto factor : plan_.backward) {
      const auto& earlier = event[-distance++];
      if (earlier.ends_session()) break;
      take(earlier.rank(), event->weight * factor);
    }
  }

  void add(std::uint32_t other, float weight) {
    auto& sum = sums_[other];
    if (sum == 0) touched_.push_back(other);
    sum += weight;
  }

  // In sessions with repeats a pair may occur more than once: the largest weight is known after the item's
  // last event in the session.
  void add_largest_of_session(std::uint32_t rank, const session_event* event) {
    for_each_pair(event, [&](std::uint32_t other, float weight) {
      if (other == rank) return;
      auto& best = best_in_session_[other];
      if (best == 0) touched_in_session_.push_back(other);
      best = std::max(best, weight);
    });
    if (event->returns()) return;
    for (const auto other : touched_in_session_) {
      add(other, best_in_session_[other]);
      best_in_session_[other] = 0;
    }
    touched_in_session_.clear();
  }

  void select_best(std::uint32_t rank, std::vector<neighbour>& out) {
    candidates_.clear();
    for (const auto other : touched_) {
      candidates_.push_back({sums_[other] * plan_.norms[other], other});
      sums_[other] = 0;
    }
    touched_.clear();
    const auto better = [](const candidate& left, const candidate& right) {
      return left.score != right.score ? left.score > right.score : left.rank < right.rank;
    };
    const auto kept = std::min<std::size_t>(plan_.definition.neighbours, candidates_.size());
    const auto cut = candidates_.begin() + static_cast<std::ptrdiff_t>(kept);
    if (cut != candidates_.end()) std::nth_element(candidates_.begin(), cut, candidates_.end(), better);
    std::sort(candidates_.begin(), cut, better);
    const auto own = 1.0 / (plan_.index.supports[rank] + plan_.definition.damping);
    for (const auto& best : std::span(candidates_).first(kept))
      out.push_back({plan_.index.items[best.rank], static_cast<float>(best.score * own)});
  }

  const counting_plan& plan_;
  std::vector<float> sums_;             // by rank
  std::vector<float> best_in_session_;  // by rank
  std::vector<std::uint32_t> touched_;
  std::vector<std::uint32_t> touched_in_session_;
  std::vector<candidate> candidates_;
};

// The rows of one chunk.
struct counted_rows {
  std::vector<neighbour> neighbours;
  std::vector<std::size_t> ends;
};

neighbour_table join_rows(const session_index& index, std::vector<counted_rows>& chunks) {
  neighbour_table table;
  std::size_t total = 0;
  for (const auto& rows : chunks) total += rows.neighbours.size();
  table.neighbours.reserve(total);
  table.offsets.reserve(index.items.size() + 1);
  table.offsets.push_back(0);
  for (auto& rows : chunks) {
    const auto before = table.neighbours.size();
    table.neighbours.insert(table.neighbours.end(), rows.neighbours.begin(), rows.neighbours.end());
    for (const auto end : rows.ends) table.offsets.push_back(before + end);
    rows = {};  // what was copied is freed at once: the peak stays near one copy
  }
  if (!index.items.empty()) table.rows.resize(std::ranges::max(index.items) + 1, neighbour_table::no_row);
  for (std::size_t rank = 0; rank < index.items.size(); ++rank)
    if (table.offsets[rank] != table.offsets[rank + 1])
      table.rows[index.items[rank]] = static_cast<std::uint32_t>(rank);
  return table;
}

}  // namespace

neighbour_table count_neighbours(const session_columns& sessions, const age_decay& decay,
                                 const model_definition& definition, unsigned threads) {
  const auto index = index_sessions(sessions, decay, threads);
  const auto plan = plan_of(index, definition);
  std::vector<counted_rows> chunks(chunk_count(index.items.size(), rows_per_chunk));
  for_each_chunk(index.items.size(), rows_per_chunk, threads, [&] {
    return [&, counter = row_counter(plan)](const chunk& part) mutable {
      auto& rows = chunks[part.number];
      for (auto rank = part.begin; rank < part.end; ++rank) {
        counter.append_row(static_cast<std::uint32_t>(rank), rows.neighbours);
        rows.ends.push_back(rows.neighbours.size());
      }
    };
  });
  return join_rows(index, chunks);
}

}  // namespace footfall::model
