// Rows on demand: pairs are counted in the newest sessions of each context item.
#include "model/rows_on_demand.hpp"

#include "footfall/model/item_entries.hpp"
#include "footfall/model/session_counts.hpp"
#include "model/newest_pairs.hpp"
#include "model/sequences.hpp"
#include "model/similar_sessions.hpp"
#include "model/stage_times.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace footfall::model {

namespace {

class rows_on_demand final : public model, public session_counts {
 public:
  rows_on_demand(sequences sessions, std::vector<float> supports, const model_definition& definition,
                 const build_record& record)
      : sessions_(std::move(sessions)),
        supports_(std::move(supports)),
        definition_(definition),
        scoped_(definition_.find(option::maximum_rating_age.key) != nullptr),
        reference_s_(to_seconds(record.reference_time_ms)),
        reach_{definition.whole(option::pair_distance),
               static_cast<float>(definition[option::backward_weight])},
        record_(record) {
    record_.sessions_used = sessions_.size();
    record_.items = sessions_.items();
    record_.memory_bytes =
        sizeof(*this) + sessions_.memory_bytes() + supports_.capacity() * sizeof(supports_[0]);
  }

  void answer(const question& asked, scored_list& out) const override {
    // Kept by each thread: a request allocates nothing here once they have grown to their usual size.
    thread_local newest_pairs row;
    thread_local item_entries<scored_item> sums;
    const ranked_context context(asked.context, context_items_max);
    std::array<std::span<const std::uint32_t>, context_items_max> newest;
    std::size_t places = 0;
    for (std::size_t rank = 0; rank < context.size; ++rank) {
      newest[rank] = newest_sessions(context.items[rank], rank);
      places += places_of(sessions_, newest[rank]);
    }
    sums.clear(places);
    const auto span = span_of(asked);
    for (std::size_t rank = 0; rank < context.size; ++rank) {
      const auto sessions = row.count(context.items[rank], sessions_, newest[rank], span, reach_);
      add_row(context.items[rank], row.pairs(), sessions, rank, sums);
    }
    for (const auto& entry : sums.entries())
      if (entry.score > 0) out.push_back(entry);
  }

  pair_counts count_pair(item_index context, item_index other) const override {
    const auto held = sessions_.holding(context);
    const auto together = std::ranges::count_if(held, [&](std::uint32_t session) {
      return std::ranges::find(sessions_.items_of(session), other) != sessions_.items_of(session).end();
    });
    return {static_cast<std::uint32_t>(together), static_cast<std::uint32_t>(held.size()),
            static_cast<std::uint32_t>(sessions_.holding(other).size())};
  }

  const build_record& record() const noexcept override { return record_; }

  void save(model_writer& to) const override {
    sessions_.save(to);
    to.put_all(std::span(supports_));
  }

 private:
  [[nodiscard]] std::span<const std::uint32_t> newest_sessions(item_index item, std::size_t rank) const {
    const auto most = std::max<std::size_t>(definition_.whole(option::session_candidates) / (rank + 1), 1);
    const auto held = sessions_.holding(item);
    return held.first(std::min(held.size(), most));
  }

  [[nodiscard]] time_span span_of(const question& asked) const {
    const auto own_ms = scoped_ ? definition_.ms(option::maximum_rating_age) : 0;
    const auto scope_ms = scoped_ && asked.scope_ms > 0 ? asked.scope_ms : own_ms;
    return span_of_scope(scope_ms, definition_.ms(option::half_life), reference_s_);
  }

  void add_row(item_index item, std::span<const counted_pair> row, double sessions, std::size_t rank,
               item_entries<scored_item>& sums) const {
    const auto damping = definition_[option::damping];
    const auto exponent = definition_[option::neighbour_exponent];
    const auto rank_weight = std::pow(static_cast<double>(rank + 1), -definition_[option::context_decay]);
    const auto own = sessions + damping;
    if (own <= 0) return;
    for (const auto& entry : row) {
      if (entry.item == item) continue;
      const auto held_back = std::pow(double{support_of(supports_, entry.item)} + damping, exponent);
      auto& sum = sums.find_or_add(entry.item);
      sum.score += static_cast<float>(double{entry.sum} / (own * held_back) * rank_weight);
      sum.context_bits |= 1U << rank;
    }
  }

  sequences sessions_;
  std::vector<float> supports_;
  model_definition definition_;
  bool scoped_;
  std::uint32_t reference_s_;
  pair_reach reach_;
  build_record record_;
};

class rows_on_demand_updater final : public model_updater {
 public:
  rows_on_demand_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto& book = input.history.book(learns_from_);
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    auto sessions = sessions_of(book, window.after_s, definition_.whole(option::session_candidates));
    times.end_stage("sessions by item", sessions.memory_bytes());
    auto supports =
        find_supports(book, window.after_s,
                      age_decay(window.reference_s, window.after_s, definition_.ms(option::half_life)));
    times.end_stage("supports", supports.capacity() * sizeof(supports[0]));
    auto record = record_of(window, input);
    record.stages = times.stages();
    record.duration_ns = times.duration_ns();
    return boost::make_shared<const rows_on_demand>(std::move(sessions), std::move(supports), definition_,
                                                    record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
};

}  // namespace

std::unique_ptr<model_updater> make_rows_on_demand_updater(const model_definition& definition,
                                                           events::event_type learns_from) {
  return std::make_unique<rows_on_demand_updater>(definition, learns_from);
}

boost::shared_ptr<const model> load_rows_on_demand(const model_definition& definition,
                                                   const build_record& record, model_reader& from,
                                                   std::size_t items_end) {
  auto sessions = sequences::load(from, items_end, definition.whole(option::session_candidates));
  if (!sessions) return nullptr;
  auto supports = load_supports(from, items_end);
  if (!supports) return nullptr;
  return boost::make_shared<const rows_on_demand>(std::move(*sessions), std::move(*supports), definition,
                                                  record);
}

}  // namespace footfall::model
