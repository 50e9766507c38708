// Item-to-item co-occurrence: the model on top of the table of neighbours.
#include "model/co_occurrence.hpp"

#include "footfall/core/clock.hpp"
#include "model/neighbour_counter.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace footfall::model {

namespace {

constexpr std::uint32_t free_slot = 0xFFFFFFFF;

// Finds the place of an item in the list under construction: open addressing, at most half full.
class place_table {
 public:
  /// Forgets everything and makes room for `items_max` items.
  void clear(std::size_t items_max) {
    const auto slots = std::bit_ceil(std::max<std::size_t>(2 * items_max, 16));
    shift_ = 64 - std::countr_zero(slots);
    mask_ = slots - 1;
    slots_.assign(slots, free_slot);
  }

  /// The place of the item in `list`, where it is appended with score 0 when it is new.
  scored_item& find_or_append(item_index item, std::vector<scored_item>& list) {
    for (auto slot = static_cast<std::size_t>((item * 0x9E3779B97F4A7C15ULL) >> shift_);;
         slot = (slot + 1) & mask_) {
      if (slots_[slot] == free_slot) {
        slots_[slot] = static_cast<std::uint32_t>(list.size());
        return list.emplace_back(scored_item{item, 0, 0});
      }
      if (auto& known = list[slots_[slot]]; known.item == item) return known;
    }
  }

 private:
  std::vector<std::uint32_t> slots_;
  std::size_t mask_ = 0;
  int shift_ = 0;
};

class co_occurrence final : public model {
 public:
  co_occurrence(neighbour_table table, double context_decay, build_record record)
      : table_(std::move(table)), record_(record) {
    for (std::size_t rank = 0; rank < rank_weights_.size(); ++rank)
      rank_weights_[rank] = static_cast<float>(std::pow(static_cast<double>(rank + 1), -context_decay));
    record_.memory_bytes = sizeof(*this) + table_.memory_bytes();
  }

  void score(std::span<const item_index> context, std::size_t, std::vector<scored_item>& out) const override {
    std::array<item_index, context_items_max> ranked{};
    std::size_t ranks = 0;
    std::size_t neighbours = 0;
    for (const auto item : context) {
      if (ranks == ranked.size()) break;
      if (std::find(ranked.begin(), ranked.begin() + ranks, item) != ranked.begin() + ranks) continue;
      ranked[ranks++] = item;
      neighbours += table_.of(item).size();
    }
    // Kept by each thread: a request allocates nothing here once the table has grown to its usual size.
    thread_local place_table places;
    places.clear(neighbours);
    out.reserve(neighbours);
    for (std::size_t rank = 0; rank < ranks; ++rank)
      for (const auto& near : table_.of(ranked[rank])) {
        auto& entry = places.find_or_append(near.item, out);
        entry.score += near.weight * rank_weights_[rank];
        entry.context_bits |= 1U << rank;
      }
  }

  const build_record& record() const noexcept override { return record_; }

 private:
  neighbour_table table_;
  std::array<float, context_items_max> rank_weights_{};
  build_record record_;
};

}  // namespace

boost::shared_ptr<const model> build_co_occurrence(const model_definition& definition,
                                                   events::event_type learns_from, const build_input& input) {
  const system_clock clock;
  const auto started_ns = clock.steady_ns();
  const auto window = choose_window(input.history, learns_from, definition, input.now_ms);
  const age_decay decay(window.reference_s, window.after_s, definition.half_life_ms);
  auto record = record_of(window, input);
  const auto sessions = input.history.sessions(learns_from, window.after_s, input.session_gap_s);
  auto table = count_neighbours(sessions, decay, definition, input.threads);
  record.sessions_used = sessions.size();
  record.items = static_cast<std::size_t>(
      std::ranges::count_if(table.rows, [](std::uint32_t row) { return row != neighbour_table::no_row; }));
  record.duration_ns = clock.steady_ns() - started_ns;
  return boost::make_shared<co_occurrence>(std::move(table), definition.context_decay, record);
}

}  // namespace footfall::model
