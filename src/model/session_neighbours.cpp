// Session kNN: candidates by merging the lists of the context items, the most similar of them, their items.
#include "model/session_neighbours.hpp"

#include "footfall/model/item_entries.hpp"
#include "footfall/model/session_counts.hpp"
#include "model/neighbour_session_rows.hpp"
#include "model/neighbour_sessions.hpp"
#include "model/similar_sessions.hpp"
#include "model/stage_times.hpp"
#include "model/update_period.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace footfall::model {

namespace {

// What the two models have in common.
class session_neighbours : public model, public session_counts, public session_rows {
 public:
  session_neighbours(neighbour_sessions index, const model_definition& definition, const build_record& record)
      : index_(std::move(index)),
        record_(record),
        candidates_(definition.whole(option::session_candidates)),
        neighbours_(definition.whole(option::session_neighbours)) {
    record_.events_used = index_.events;
    record_.sessions_used = index_.sessions;
    record_.items = index_.items();
    record_.memory_bytes = sizeof(*this) + index_.memory_bytes();
  }

  const build_record& record() const noexcept override { return record_; }
  [[nodiscard]] const neighbour_sessions& index() const noexcept { return index_; }

  void save(model_writer& to) const override { index_.save(to); }

  pair_counts count_pair(item_index context, item_index other) const override {
    const auto held_by = [&](item_index item) {
      const auto* list = index_.find(item);
      return list == nullptr ? std::span<const listed_session>() : list->sessions();
    };
    const auto sessions = held_by(context);
    const auto together = std::ranges::count_if(sessions, [&](listed_session each) {
      const auto items = index_.contents.of(place_of(each)).items();
      return std::ranges::find(items, other) != items.end();
    });
    return {static_cast<std::uint32_t>(together), static_cast<std::uint32_t>(sessions.size()),
            static_cast<std::uint32_t>(held_by(other).size())};
  }

  void count_rows(const model_definition& of, const question& asked, scored_list& out) const override {
    footfall::model::count_rows(index_, of, asked, out);
  }

 protected:
  // Kept by each thread: a request allocates nothing here once they have grown to their usual size.
  struct workplace {
    std::vector<similar_session> room;
    best_entries<similar_session> best;
    item_entries<scored_item> entries;
  };
  static workplace& own_workplace() {
    thread_local workplace place;
    return place;
  }

  [[nodiscard]] session_content content_of(const similar_session& session) const {
    return index_.contents.of(place_of(session.session));
  }

  void make_room(std::span<const similar_session> sessions, item_entries<scored_item>& entries) const {
    // Sessions lie all over the memory: this way they are on their way together.
    for (const auto& session : sessions) content_of(session).prefetch();
    std::size_t items = 0;
    for (const auto& session : sessions) items += content_of(session).size();
    entries.clear(items);
  }

  neighbour_sessions index_;
  build_record record_;
  std::uint32_t candidates_;
  std::uint32_t neighbours_;
};

// For each set of ranks, by its bits, the sum of their weights.
class rank_sums {
 public:
  explicit rank_sums(std::size_t ranks) : ranks_(ranks) {
    fill(low_, 0);
    if (ranks > half) fill(high_, half);
  }
  [[nodiscard]] float operator()(std::uint32_t bits) const {
    return low_[bits % low_.size()] + high_[bits / low_.size()];
  }

 private:
  static constexpr std::size_t half = 5;
  using table = std::array<float, 1U << half>;

  void fill(table& sums, std::size_t first) const {
    const auto used = std::size_t{1} << std::min(ranks_ - std::min(first, ranks_), half);
    for (std::size_t bits = 1; bits < used; ++bits) {
      const auto rank = first + static_cast<std::size_t>(std::countr_zero(bits));
      sums[bits] = sums[bits & (bits - 1)] + static_cast<float>(ranks_ - rank) / static_cast<float>(ranks_);
    }
  }

  std::size_t ranks_;
  table low_{};
  table high_{};
};

class ordered_session_neighbours final : public session_neighbours {
 public:
  ordered_session_neighbours(neighbour_sessions index, const model_definition& definition,
                             const build_record& record)
      : session_neighbours(std::move(index), definition, record),
        context_events_(definition.whole(option::context_events)),
        backward_weight_(static_cast<float>(definition[option::backward_weight])) {
    for (std::size_t distance = 0; distance < distance_weights_.size(); ++distance)
      distance_weights_[distance] =
          static_cast<float>(std::pow(static_cast<double>(std::max<std::size_t>(distance, 1)), -0.25));
  }

  void answer(const question& asked, scored_list& out) const override {
    auto& at = own_workplace();
    const ranked_context newest(asked.context, context_events_);
    // Where all share the same, the newest are the most similar.
    const auto wanted = newest.size == 1 ? std::min(candidates_, neighbours_) : candidates_;
    const auto candidates = find_newest_sessions(index_, newest, wanted, at.room);
    const rank_sums similarity(newest.size);
    for (auto& each : candidates)
      each.score = (*index_.weights)(last_s_of(each.session)) * similarity(each.shared);
    const auto similar = choose_most_similar(index_, candidates, neighbours_, at.best);
    make_room(similar, at.entries);
    add_items(similar, newest, at.entries);
    const auto entries = at.entries.entries();
    for (auto& entry : entries) entry.score *= index_.rarities[entry.item];
    out.assign(entries.begin(), entries.end());
  }

 private:
  void add_items(std::span<const similar_session> sessions, const ranked_context& context,
                 item_entries<scored_item>& entries) const {
    item_entries<scored_item>::adder to(entries);
    for (const auto& session : sessions) add_items(session, context, to);
  }

  void add_items(const similar_session& session, const ranked_context& context,
                 item_entries<scored_item>::adder& to) const {
    const auto rank = static_cast<std::size_t>(std::countr_zero(session.shared));
    const auto content = content_of(session);
    const auto items = content.items();
    const auto meeting =
        static_cast<std::size_t>(std::ranges::find(items, context.items[rank]) - items.begin());
    if (meeting == items.size()) return;  // only in an index that was not saved as it is
    const auto meeting_steps = content.steps(meeting);
    const auto forward = session.score * (1 - 0.1F * static_cast<float>(rank + 1));
    const auto backward = forward * backward_weight_;
    // Items lie in order of time: those up to the meeting one came before it.
    const auto add = [&](std::size_t place, std::uint32_t distance, float weight) {
      auto& entry = to.find_or_add(items[place]);
      entry.score +=
          weight * distance_weights_[std::min<std::size_t>(distance, distance_weights_.size() - 1)];
      entry.context_bits |= session.shared;
    };
    for (std::size_t place = 0; place <= meeting; ++place)
      add(place, content.steps(place) - meeting_steps, backward);
    for (std::size_t place = meeting + 1; place < items.size(); ++place)
      add(place, meeting_steps - content.steps(place), forward);
  }

  std::uint32_t context_events_;
  float backward_weight_;
  std::array<float, 1024> distance_weights_{};  // a session's places rarely go further
};

class session_set_neighbours final : public session_neighbours {
 public:
  using session_neighbours::session_neighbours;

  void answer(const question& asked, scored_list& out) const override {
    auto& at = own_workplace();
    const ranked_context all(asked.context, context_items_max);
    const auto candidates = find_newest_sessions(index_, all, candidates_, at.room);
    for (const auto& each : candidates) content_of(each).prefetch();
    for (auto& each : candidates) {
      const auto sizes = all.size * content_of(each).size();
      each.score = (*index_.weights)(last_s_of(each.session)) *
                   static_cast<float>(std::popcount(each.shared)) / std::sqrt(static_cast<float>(sizes));
    }
    const auto similar = choose_most_similar(index_, candidates, neighbours_, at.best);
    make_room(similar, at.entries);
    add_items(similar, at.entries);
    const auto entries = at.entries.entries();
    out.assign(entries.begin(), entries.end());
  }

 private:
  void add_items(std::span<const similar_session> sessions, item_entries<scored_item>& entries) const {
    item_entries<scored_item>::adder to(entries);
    for (const auto& session : sessions)
      for (const auto item : content_of(session).items()) {
        auto& entry = to.find_or_add(item);
        entry.score += session.score;
        entry.context_bits |= session.shared;
      }
  }
};

template <class Model>
boost::shared_ptr<const model> load(const model_definition& definition, const build_record& record,
                                    model_reader& from, std::size_t items_end) {
  auto index = neighbour_sessions::load(from, items_end);
  if (!index) return nullptr;
  const auto reference_s = to_seconds(record.reference_time_ms);
  const auto after_s = to_seconds(record.reference_time_ms - definition.ms(option::history));
  index->weights = std::make_shared<const age_decay>(reference_s, after_s, definition.ms(option::half_life));
  return boost::make_shared<const Model>(std::move(*index), definition, record);
}

// Keeps the last model: the next one shares with it what has not changed.
template <class Model>
class session_neighbours_updater final : public model_updater {
 public:
  session_neighbours_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition),
        learns_from_(learns_from),
        lists_(definition.whole(option::session_candidates)) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    stage_times times;
    const auto& book = input.history.book(learns_from_);
    // Taken away until the next one is there: what is half changed when memory runs out must not go on.
    const auto before = std::exchange(last_, nullptr);
    std::optional<neighbour_sessions> index;
    if (before && period_.goes_on(input, book, definition_))
      index = lists_.change(before->index(), book, period_.place(), period_.window().after_s, times);
    const bool from_changes = index.has_value();
    if (!from_changes) {
      period_.begin(input, learns_from_, definition_);
      const auto& window = period_.window();
      auto weights = std::make_shared<const age_decay>(window.reference_s, window.after_s,
                                                       definition_.ms(option::half_life));
      index = lists_.build(book, window.after_s, std::move(weights), input.threads, times);
    }
    period_.follow(book);
    auto record = record_of(period_.window(), input);
    record.from_changes = from_changes;
    record.sessions_changed = lists_.sessions_changed();
    record.stages = times.stages();
    record.state_bytes = lists_.memory_bytes();
    record.duration_ns = times.duration_ns();
    last_ = boost::make_shared<const Model>(std::move(*index), definition_, record);
    return last_;
  }

 private:
  model_definition definition_;
  events::event_type learns_from_;
  update_period period_;
  neighbour_session_lists lists_;
  boost::shared_ptr<const Model> last_;
};

}  // namespace

std::unique_ptr<model_updater> make_ordered_session_neighbours_updater(const model_definition& definition,
                                                                       events::event_type learns_from) {
  return std::make_unique<session_neighbours_updater<ordered_session_neighbours>>(definition, learns_from);
}

std::unique_ptr<model_updater> make_session_set_neighbours_updater(const model_definition& definition,
                                                                   events::event_type learns_from) {
  return std::make_unique<session_neighbours_updater<session_set_neighbours>>(definition, learns_from);
}

boost::shared_ptr<const model> load_ordered_session_neighbours(const model_definition& definition,
                                                               const build_record& record, model_reader& from,
                                                               std::size_t items_end) {
  return load<ordered_session_neighbours>(definition, record, from, items_end);
}

boost::shared_ptr<const model> load_session_set_neighbours(const model_definition& definition,
                                                           const build_record& record, model_reader& from,
                                                           std::size_t items_end) {
  return load<session_set_neighbours>(definition, record, from, items_end);
}

}  // namespace footfall::model
