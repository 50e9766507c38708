// Walks over the events of an item and its neighbourhood in each session.
#include "model/row_counter.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace footfall::model {

namespace {

// How many of an item's events ahead the memory of its sessions is asked for.
constexpr std::size_t prefetch_distance = 12;

// Asks for both lines of the cache that the neighbourhood of an event usually lies on.
void prefetch_around(const session_event* event) noexcept {
  // As numbers: at the ends of the events a line may lie outside, which asking for it does not mind.
  const auto address = reinterpret_cast<std::uintptr_t>(event);
  __builtin_prefetch(reinterpret_cast<const void*>(address - 4 * sizeof(session_event)));
  __builtin_prefetch(reinterpret_cast<const void*>(address + 4 * sizeof(session_event)));
}

// All pairs with the event at `event` as first item of the ordered pair.
template <class Take>
void for_each_pair(const session_event* event, const pair_weights& weights, Take take) {
  const auto* later = event;
  for (const auto factor : weights.forward) {
    if (later->ends_session()) break;
    ++later;
    take(later->rank(), later->weight * factor);
  }
  // Seen from the other item this pair goes forward, so its age is that of the later event: this one.
  const auto* earlier = event;
  for (const auto factor : weights.backward) {
    if (earlier->begins_session()) break;
    --earlier;
    take(earlier->rank(), event->weight * factor);
  }
}

}  // namespace

void row_counter::count(std::uint32_t rank, row_ranker& ranker) {
  const auto slots = index_.slots_of(rank);
  for (std::size_t next = 0; next < slots.size(); ++next) {
    if (next + prefetch_distance < slots.size()) prefetch_around(&events_[slots[next + prefetch_distance]]);
    const auto* event = &events_[slots[next]];
    if (!event->session_repeats()) {
      for_each_pair(event, weights_, [this](std::uint32_t other, float weight) { sums_.add(other, weight); });
      continue;
    }
    for_each_pair(event, weights_, [&](std::uint32_t other, float weight) {
      if (other != rank) sums_.add_in_session(other, weight);
    });
    if (!event->returns()) sums_.end_session();
  }
  sums_.offer_to(ranker);
}

void book_row_counter::add_in_session(item_index item, float weight) {
  const auto place = places_.find_or_add(item, candidates_.size());
  if (place == candidates_.size()) candidates_.push_back({item});
  auto& best = candidates_[place].best_in_session;
  if (best == 0) touched_in_session_.push_back(place);
  best = std::max(best, weight);
}

void book_row_counter::end_session() {
  for (const auto place : touched_in_session_)
    candidates_[place].sum += std::exchange(candidates_[place].best_in_session, 0.0F);
  touched_in_session_.clear();
}

void book_row_counter::count(std::uint32_t rank, row_ranker& ranker) {
  const auto own = index_.item_of(rank);
  const auto pairs = index_.count_of(rank) * (weights_.forward.size() + weights_.backward.size());
  places_.clear(std::min(pairs, index_.size()));
  candidates_.clear();
  auto running = std::numeric_limits<session_number>::max();
  index_.for_each_event(book_, rank, [&](session_number session, std::uint32_t slot) {
    if (session != running) end_session();
    running = session;
    const auto end = book_.first_slot(session + 1);
    auto other = slot;
    for (const auto factor : weights_.forward) {
      if (++other == end) break;
      if (const auto item = book_.item_at(other); item != own)
        add_in_session(item, weights_.decay(book_.time_at(other)) * factor);
    }
    const auto begin = book_.first_slot(session);
    const auto weight = weights_.decay(book_.time_at(slot));
    other = slot;
    for (const auto factor : weights_.backward) {
      if (other == begin || book_.time_at(--other) <= weights_.after_s) break;
      if (const auto item = book_.item_at(other); item != own) add_in_session(item, weight * factor);
    }
  });
  end_session();
  ranker.offer(candidates_.size(), [this](std::size_t place) {
    return pair_count{index_.rank_of(candidates_[place].item), candidates_[place].sum};
  });
}

float count_pair(const session_index& index, const session_book& book, const pair_weights& weights,
                 std::uint32_t row, std::uint32_t other) {
  const bool walks_row = index.count_of(row) <= index.count_of(other);
  const auto sought = index.item_of(walks_row ? other : row);
  // Seen from an event of the row's item the other one comes later in forward pairs, seen from the other one
  // the row's comes earlier. A pair is as old as its later event.
  const auto& to_later = walks_row ? weights.forward : weights.backward;
  const auto& to_earlier = walks_row ? weights.backward : weights.forward;
  float sum = 0;
  float best = 0;
  auto running = std::numeric_limits<session_number>::max();
  index.for_each_event(book, walks_row ? row : other, [&](session_number session, std::uint32_t slot) {
    if (session != running) sum += std::exchange(best, 0.0F);
    running = session;
    const auto end = book.first_slot(session + 1);
    auto near = slot;
    for (const auto factor : to_later) {
      if (++near == end) break;
      if (book.item_at(near) == sought) best = std::max(best, weights.decay(book.time_at(near)) * factor);
    }
    const auto begin = book.first_slot(session);
    near = slot;
    for (const auto factor : to_earlier) {
      if (near == begin || book.time_at(--near) <= weights.after_s) break;
      if (book.item_at(near) == sought) best = std::max(best, weights.decay(book.time_at(slot)) * factor);
    }
  });
  return sum + best;
}

}  // namespace footfall::model
