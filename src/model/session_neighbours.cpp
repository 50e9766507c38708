// Session kNN: candidates by merging the lists of the context items, the most similar of them, their items.
#include "model/session_neighbours.hpp"

#include "footfall/core/clock.hpp"
#include "footfall/model/item_places.hpp"
#include "model/neighbour_sessions.hpp"
#include "model/time_window.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

namespace footfall::model {

namespace {

// A past session that shares items with the context.
struct similar_session {
  std::uint32_t number;
  std::uint32_t shared;  // bit r: it holds the context item of rank r
  float similarity;
};

// The context, each item once, newest first.
struct ranked_context {
  std::array<item_index, context_items_max> items{};
  std::size_t size = 0;

  ranked_context(std::span<const item_index> context, std::size_t size_max) {
    for (const auto item : context) {
      if (size == std::min(size_max, items.size())) break;
      if (std::find(items.begin(), items.begin() + size, item) == items.begin() + size) items[size++] = item;
    }
  }
};

// The newest sessions that hold an item of the context, newest first.
void find_candidates(const neighbour_sessions& index, const ranked_context& context, std::size_t wanted,
                     std::vector<similar_session>& out) {
  struct list {
    std::span<const std::uint32_t> rest;
    std::uint32_t head;  // one more than the number of its newest session; 0 at its end
    void advance() {
      head = rest.empty() ? 0 : rest.front() + 1;
      if (!rest.empty()) rest = rest.subspan(1);
    }
  };
  std::array<list, context_items_max> lists{};
  for (std::size_t rank = 0; rank < context.size; ++rank) {
    lists[rank].rest = index.sessions_with(context.items[rank]);
    lists[rank].advance();
  }
  const auto used = std::span(lists).first(context.size);
  out.clear();
  while (out.size() < wanted) {
    std::uint32_t newest = 0;
    for (const auto& each : used) newest = std::max(newest, each.head);
    if (newest == 0) return;
    std::uint32_t shared = 0;
    for (std::size_t rank = 0; rank < used.size(); ++rank)
      if (used[rank].head == newest) {
        shared |= 1U << rank;
        used[rank].advance();
      }
    out.push_back({newest - 1, shared, 0});
  }
}

void keep_most_similar(std::size_t wanted, std::vector<similar_session>& sessions) {
  if (sessions.size() <= wanted) return;
  std::ranges::nth_element(sessions, sessions.begin() + static_cast<std::ptrdiff_t>(wanted),
                           [](const similar_session& left, const similar_session& right) {
                             return left.similarity != right.similarity ? left.similarity > right.similarity
                                                                        : left.number > right.number;
                           });
  sessions.resize(wanted);
}

// What the two models have in common. `Similarity` says how similar a session is and what its items score.
class session_neighbours : public model {
 public:
  session_neighbours(neighbour_sessions index, const model_definition& definition, const build_record& record)
      : index_(std::move(index)), definition_(definition), record_(record) {
    record_.sessions_used = index_.sessions_seen;
    record_.items = static_cast<std::size_t>(std::ranges::count_if(
        index_.list_ends,
        [previous = 0U](std::uint32_t end) mutable { return std::exchange(previous, end) != end; }));
    record_.memory_bytes = sizeof(*this) + index_.memory_bytes();
  }

  const build_record& record() const noexcept override { return record_; }

 protected:
  // Kept by each thread: a request allocates nothing here once they have grown to their usual size.
  struct workplace {
    std::vector<similar_session> sessions;
    item_places places;
  };
  static workplace& own_workplace() {
    thread_local workplace place;
    return place;
  }

  void make_room(workplace& at, std::vector<scored_item>& out) const {
    std::size_t items = 0;
    for (const auto& session : at.sessions) {
      const auto places = index_.places_of(session.number);
      // Sessions lie all over the memory: this way they are on their way together.
      __builtin_prefetch(places.data());
      items += places.size();
    }
    at.places.clear(items);
    out.reserve(items);
  }

  neighbour_sessions index_;
  model_definition definition_;
  build_record record_;
};

class ordered_session_neighbours final : public session_neighbours {
 public:
  ordered_session_neighbours(neighbour_sessions index, const model_definition& definition,
                             const build_record& record)
      : session_neighbours(std::move(index), definition, record) {
    for (std::size_t distance = 0; distance < distance_weights_.size(); ++distance)
      distance_weights_[distance] =
          static_cast<float>(std::pow(static_cast<double>(std::max<std::size_t>(distance, 1)), -0.25));
  }

  void score(std::span<const item_index> context, std::size_t, std::vector<scored_item>& out) const override {
    auto& at = own_workplace();
    const ranked_context newest(context, definition_.context_events);
    find_candidates(index_, newest, definition_.session_candidates, at.sessions);
    for (auto& session : at.sessions) session.similarity = similarity(session, newest.size);
    keep_most_similar(definition_.session_neighbours, at.sessions);
    make_room(at, out);
    for (const auto& session : at.sessions) add_items(session, newest, at.places, out);
    for (auto& entry : out) entry.score *= index_.rarities[entry.item];
  }

 private:
  float similarity(const similar_session& session, std::size_t context_size) const {
    float sum = 0;
    for (auto bits = session.shared; bits != 0; bits &= bits - 1)
      sum += static_cast<float>(context_size - static_cast<std::size_t>(std::countr_zero(bits)));
    return index_.weights[session.number] * sum / static_cast<float>(context_size);
  }

  void add_items(const similar_session& session, const ranked_context& context, item_places& places,
                 std::vector<scored_item>& out) const {
    const auto rank = static_cast<std::size_t>(std::countr_zero(session.shared));
    const auto items = index_.places_of(session.number);
    const auto meeting = std::ranges::find(items, context.items[rank], &session_place::item)->place;
    const auto forward = session.similarity * (1 - 0.1F * static_cast<float>(rank + 1));
    const auto backward = forward * static_cast<float>(definition_.backward_weight);
    for (const auto& [item, place] : items) {
      const auto later = place > meeting;
      const auto distance =
          std::min<std::size_t>(later ? place - meeting : meeting - place, distance_weights_.size() - 1);
      auto& entry = places.find_or_append(item, out);
      entry.score += (later ? forward : backward) * distance_weights_[distance];
      entry.context_bits |= session.shared;
    }
  }

  std::array<float, 1024> distance_weights_{};  // a session's places rarely go further
};

class session_set_neighbours final : public session_neighbours {
 public:
  using session_neighbours::session_neighbours;

  void score(std::span<const item_index> context, std::size_t, std::vector<scored_item>& out) const override {
    auto& at = own_workplace();
    const ranked_context all(context, context_items_max);
    find_candidates(index_, all, definition_.session_candidates, at.sessions);
    for (auto& session : at.sessions) {
      const auto sizes = all.size * index_.places_of(session.number).size();
      session.similarity = index_.weights[session.number] *
                           static_cast<float>(std::popcount(session.shared)) /
                           std::sqrt(static_cast<float>(sizes));
    }
    keep_most_similar(definition_.session_neighbours, at.sessions);
    make_room(at, out);
    for (const auto& session : at.sessions)
      for (const auto& [item, place] : index_.places_of(session.number)) {
        auto& entry = at.places.find_or_append(item, out);
        entry.score += session.similarity;
        entry.context_bits |= session.shared;
      }
  }
};

template <class Model>
class session_neighbours_updater final : public model_updater {
 public:
  session_neighbours_updater(const model_definition& definition, events::event_type learns_from)
      : definition_(definition), learns_from_(learns_from) {}

  boost::shared_ptr<const model> update(const build_input& input) override {
    const system_clock clock;
    const auto started_ns = clock.steady_ns();
    const auto window = choose_window(input.history, learns_from_, definition_, input.now_ms);
    const age_decay decay(window.reference_s, window.after_s, definition_.half_life_ms);
    auto record = record_of(window, input);
    const auto sessions = input.history.sessions(learns_from_, window.after_s);
    auto index = index_neighbour_sessions(sessions, decay, definition_.session_candidates);
    record.duration_ns = clock.steady_ns() - started_ns;
    return boost::make_shared<Model>(std::move(index), definition_, record);
  }

 private:
  const model_definition definition_;
  const events::event_type learns_from_;
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

}  // namespace footfall::model
