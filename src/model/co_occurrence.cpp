// Item-to-item co-occurrence: the model on top of the table of neighbours.
#include "model/co_occurrence.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/model/item_places.hpp"
#include "model/neighbour_counter.hpp"
#include "model/second_order.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace footfall::model {

namespace {

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
    thread_local item_places places;
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

class co_occurrence_updater final : public model_updater {
 public:
  co_occurrence_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    const system_clock clock;
    const auto started_ns = clock.steady_ns();
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    const age_decay decay(window.reference_s, window.after_s, definition_.half_life_ms);
    auto record = record_of(window, input);
    const auto sessions = input.history.sessions(learns_from_, window.after_s);
    auto table = count_neighbours(sessions, decay, definition_, input.threads);
    add_second_order(definition_, input.threads, table);
    record.sessions_used = sessions.size();
    record.items = static_cast<std::size_t>(
        std::ranges::count_if(table.rows, [](std::uint32_t row) { return row != neighbour_table::no_row; }));
    record.duration_ns = clock.steady_ns() - started_ns;
    return boost::make_shared<co_occurrence>(std::move(table), definition_.context_decay, record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_co_occurrence_updater(const model_definition& definition,
                                                          events::event_type learns_from) {
  return std::make_unique<co_occurrence_updater>(definition, learns_from);
}

}  // namespace footfall::model
