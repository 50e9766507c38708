// Item-to-item co-occurrence: the model on top of the table of neighbours.
#include "model/co_occurrence.hpp"

#include "footfall/model/item_entries.hpp"
#include "footfall/model/session_rows.hpp"
#include "model/neighbour_counter.hpp"
#include "model/second_order.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"
#include "model/update_period.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <utility>

namespace footfall::model {

namespace {

class co_occurrence final : public model, public kept_rows {
 public:
  co_occurrence(boost::shared_ptr<const neighbour_table> table, const model_definition& definition,
                build_record record)
      : table_(std::move(table)),
        second_order_(static_cast<float>(definition[option::second_order])),
        neighbours_(definition.whole(option::neighbours)),
        record_(std::move(record)) {
    for (std::size_t rank = 0; rank < rank_weights_.size(); ++rank)
      rank_weights_[rank] =
          static_cast<float>(std::pow(static_cast<double>(rank + 1), -definition[option::context_decay]));
    record_.memory_bytes = sizeof(*this) + table_->memory_bytes();
  }

  void answer(const question& asked, scored_list& out) const override {
    ranked_rows ranked;
    auto neighbours = find_rows(asked.context, ranked);
    if (!asked.alone && neighbours < short_list) neighbours += find_further(ranked);
    add_up(ranked, neighbours, out);
  }

  bool may_lack_neighbours(std::span<const item_index> context) const override {
    return std::ranges::any_of(context.first(std::min(context.size(), context_items_max)),
                               [&](item_index item) { return table_->of(item).size() >= neighbours_; });
  }

  const build_record& record() const noexcept override { return record_; }

  void save(model_writer& to) const override {
    to.put_all(std::span(table_->rows));
    to.put_all(std::span(table_->offsets));
    to.put_all(std::span(table_->neighbours));
  }

 private:
  // The context, and the rows of the neighbours of items with short rows.
  struct ranked_rows {
    std::array<item_index, context_items_max> items;
    std::array<std::span<const neighbour>, context_items_max> own;
    std::array<further_row, short_list> further;
    std::array<std::size_t, context_items_max + 1> further_ends{};  // of rank r - 1, into further
    std::size_t size = 0;
  };

  // Bit r of the context bits says that rank r spoke for an item, this one further on that it did itself, not
  // by its neighbours.
  static constexpr std::uint32_t spoke_itself = 1U << context_items_max;
  static constexpr std::uint32_t all_ranks = spoke_itself - 1;
  static_assert(2 * context_items_max <= 32);

  // Return how many neighbours there are.
  std::size_t find_rows(std::span<const item_index> context, ranked_rows& to) const {
    std::size_t neighbours = 0;
    for (const auto item : context) {
      if (to.size == context_items_max) break;
      const auto known = std::span(to.items).first(to.size);
      if (std::ranges::find(known, item) != known.end()) continue;
      to.items[to.size] = item;
      to.own[to.size] = table_->of(item);
      neighbours += to.own[to.size++].size();
    }
    return neighbours;
  }
  std::size_t find_further(ranked_rows& to) const {
    std::size_t neighbours = 0;
    std::size_t end = 0;
    for (std::size_t rank = 0; rank < to.size; ++rank) {
      const auto begin = end;
      end += find_further_rows(*table_, to.own[rank], second_order_, to.further.data() + begin);
      to.further_ends[rank + 1] = end;
      for (auto next = begin; next < end; ++next) neighbours += to.further[next].size;
    }
    return neighbours;
  }

  void add_up(const ranked_rows& from, std::size_t neighbours, std::vector<scored_item>& out) const {
    // Kept by each thread: a request allocates nothing here once the table has grown to its usual size.
    thread_local item_entries<scored_item> sums;
    sums.clear(neighbours);
    add_ranks(from, sums);
    out.clear();
    for (const auto& entry : sums.entries())
      out.push_back({entry.item, entry.score, entry.context_bits & all_ranks});
  }

  void add_ranks(const ranked_rows& from, item_entries<scored_item>& sums) const {
    item_entries<scored_item>::adder to(sums);
    for (std::size_t rank = 0; rank < from.size; ++rank) add_rank(from, rank, to);
  }

  void add_rank(const ranked_rows& from, std::size_t rank, item_entries<scored_item>::adder& sums) const {
    const auto item = from.items[rank];
    const auto rank_bit = 1U << rank;
    for (const auto& near : from.own[rank]) {
      auto& entry = sums.find_or_add(near.item);
      entry.score += near.weight * rank_weights_[rank];
      entry.context_bits |= rank_bit * (1 + spoke_itself);
    }
    for (auto next = from.further_ends[rank]; next < from.further_ends[rank + 1]; ++next) {
      const auto& row = from.further[next];
      const auto factor = row.factor * rank_weights_[rank];
      for (const auto& far : std::span(row.begin, row.size)) {
        if (far.item == item) continue;
        auto& entry = sums.find_or_add(far.item);
        // Of neighbours of its own nothing is added; no branch on what is a toss.
        const bool is_new = (entry.context_bits & rank_bit * spoke_itself) == 0;
        entry.score += far.weight * (is_new ? factor : 0.0F);
        entry.context_bits |= rank_bit;
      }
    }
  }

  boost::shared_ptr<const neighbour_table> table_;
  std::array<float, context_items_max> rank_weights_{};
  float second_order_;
  std::size_t neighbours_;  // that are kept of each item
  build_record record_;
};

class co_occurrence_updater final : public model_updater {
 public:
  co_occurrence_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    const auto& book = input.history.book(learns_from_);
    stage_times times;
    // Put back at the end only: an exception must not leave half a change behind.
    auto counter = std::move(counter_);
    const bool from_changes = counter && period_.goes_on(input, book, definition_);
    if (!from_changes) counter = begin_period(input, times);
    const auto changed = from_changes ? counter->follow(book, period_.place(), input.threads, times)
                                      : count_all(*counter, input, times);
    if (!from_changes || changed != 0) make_table(*counter, input, times);
    auto record = record_of(period_.window(), input);
    record.from_changes = from_changes;
    record.sessions_changed = changed;
    record.rows_recounted = counter->rows_recounted();
    record.events_used = counter->events();
    record.sessions_used = counter->sessions();
    record.items = items_;
    // A history that stays small is counted as a whole each time: nothing is kept for it.
    if (book.events() >= input.changes_from_events) {
      record.state_bytes = counter->index_bytes() + counter->row_bytes();
      counter_ = std::move(counter);
      period_.follow(book);
    }
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return boost::make_shared<co_occurrence>(table_, definition_, std::move(record));
  }

 private:
  std::unique_ptr<neighbour_counter> begin_period(const build_input& input, stage_times& times) {
    period_.begin(input, learns_from_, definition_);
    times.end_stage("choosing the window", 0);
    const auto& window = period_.window();
    return std::make_unique<neighbour_counter>(definition_, window.reference_s, window.after_s);
  }

  std::size_t count_all(neighbour_counter& counter, const build_input& input, stage_times& times) {
    const auto& book = input.history.book(learns_from_);
    counter.count_all(book, input.threads, book.events() >= input.changes_from_events, times);
    return counter.sessions();
  }

  void make_table(const neighbour_counter& counter, const build_input& input, stage_times& times) {
    table_.reset();
    auto table = counter.table(input.threads);
    items_ = static_cast<std::size_t>(
        std::ranges::count_if(table.rows, [](std::uint32_t row) { return row != neighbour_table::no_row; }));
    table_ = boost::make_shared<const neighbour_table>(std::move(table));
    times.end_stage("table", table_->memory_bytes());
  }

  const model_definition definition_;
  const events::event_type learns_from_;
  update_period period_;
  std::unique_ptr<neighbour_counter> counter_;
  boost::shared_ptr<const neighbour_table>
      table_;  // of the last model: when nothing changes, of the next too
  std::size_t items_ = 0;
};

}  // namespace

std::unique_ptr<model_updater> make_co_occurrence_updater(const model_definition& definition,
                                                          events::event_type learns_from) {
  return std::make_unique<co_occurrence_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_co_occurrence(const model_definition& definition,
                                                  const build_record& record, model_reader& from,
                                                  std::size_t items_end) {
  neighbour_table table;
  if (!from.take_all(table.rows) || !from.take_all(table.offsets) || !from.take_all(table.neighbours))
    return nullptr;
  const auto& offsets = table.offsets;
  const bool whole = !offsets.empty() && offsets.front() == 0 && offsets.back() == table.neighbours.size() &&
                     std::ranges::is_sorted(offsets) && table.rows.size() <= items_end;
  if (!whole) return nullptr;
  for (const auto row : table.rows)
    if (row != neighbour_table::no_row && row + std::size_t{1} >= offsets.size()) return nullptr;
  for (const auto& near : table.neighbours)
    if (near.item >= items_end || !(near.weight > 0) || !std::isfinite(near.weight)) return nullptr;
  table.add_up();
  return boost::make_shared<co_occurrence>(boost::make_shared<const neighbour_table>(std::move(table)),
                                           definition, record);
}

}  // namespace footfall::model
