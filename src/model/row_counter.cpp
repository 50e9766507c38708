// Walks over the events of an item and its neighbourhood in each session.
#include "model/row_counter.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

// How many of an item's events ahead the memory of its sessions is asked for.
constexpr std::size_t prefetch_distance = 12;

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
    if (next + prefetch_distance < slots.size())
      __builtin_prefetch(&events_[slots[next + prefetch_distance]]);
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

void book_row_counter::count(std::uint32_t rank, row_ranker& ranker) {
  const auto own = index_.item_of(rank);
  auto running = std::numeric_limits<session_number>::max();
  index_.for_each_event(book_, rank, [&](session_number session, std::uint32_t slot) {
    if (session != running) sums_.end_session();
    running = session;
    const auto view = weights_.events_of(book_, session);
    const auto place = slot - (book_.first_slot(session + 1) - view.size());
    const auto later = std::min(view.size() - place - 1, weights_.forward.size());
    for (std::size_t distance = 1; distance <= later; ++distance) {
      const auto item = view.items[place + distance];
      if (item == own) continue;
      sums_.add_in_session(index_.rank_of(item),
                           weights_.decay(view.times_s[place + distance]) * weights_.forward[distance - 1]);
    }
    const auto earlier = std::min<std::size_t>(place, weights_.backward.size());
    const auto weight = weights_.decay(view.times_s[place]);
    for (std::size_t distance = 1; distance <= earlier; ++distance) {
      const auto item = view.items[place - distance];
      if (item != own) sums_.add_in_session(index_.rank_of(item), weight * weights_.backward[distance - 1]);
    }
  });
  sums_.end_session();
  sums_.offer_to(ranker);
}

}  // namespace footfall::model
