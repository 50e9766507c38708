// Sessions as compact events, with an inverted index from items to positions.
#include "model/session_index.hpp"

#include "model/parallel_chunks.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace footfall::model {

namespace {

constexpr std::size_t sessions_per_chunk = 16384;
constexpr std::size_t ranks_per_chunk = 256;
constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();

std::vector<std::uint32_t> count_by_item(const session_columns& sessions) {
  std::vector<std::uint32_t> counts;
  if (!sessions.items.empty()) counts.resize(std::size_t{std::ranges::max(sessions.items)} + 1);
  for (const auto item : sessions.items) ++counts[item];
  return counts;
}

std::vector<item_index> order_by_frequency(const std::vector<std::uint32_t>& counts) {
  std::vector<item_index> order;
  for (std::size_t item = 0; item < counts.size(); ++item)
    if (counts[item] != 0) order.push_back(static_cast<item_index>(item));
  std::ranges::sort(order, [&](item_index left, item_index right) {
    return counts[left] != counts[right] ? counts[left] > counts[right] : left < right;
  });
  return order;
}

// Marks what occurs more than once in the session that begins at `first`. `seen` holds for each rank the
// position of its last event of any session of this thread.
void mark_repeats(std::span<session_event> session, std::size_t first, std::vector<std::uint32_t>& seen) {
  bool repeats = false;
  for (std::size_t place = 0; place < session.size(); ++place) {
    auto& last = seen[session[place].rank()];
    if (last >= first && last < first + place) {
      session[last - first].mark |= session_event::returns_bit;
      repeats = true;
    }
    last = static_cast<std::uint32_t>(first + place);
  }
  if (!repeats) return;
  for (auto& event : session) event.mark |= session_event::repeats_bit;
}

void fill_events(const session_columns& sessions, const age_decay& decay, unsigned threads,
                 session_index& index) {
  std::vector<std::uint32_t> ranks(index.items.empty() ? 0 : std::ranges::max(index.items) + 1);
  for (std::size_t rank = 0; rank < index.items.size(); ++rank)
    ranks[index.items[rank]] = static_cast<std::uint32_t>(rank);
  // Each session follows one end mark, so event e of session s stands at e + s + 1.
  index.events.resize(sessions.items.size() + sessions.size() + 1);
  index.events[0] = {session_event::session_end, 0};
  for_each_chunk(sessions.size(), sessions_per_chunk, threads, [&] {
    return [&, seen = std::vector<std::uint32_t>(index.items.size(), nowhere)](const chunk& part) mutable {
      for (auto session = part.begin; session < part.end; ++session) {
        const auto shift = session + 1;
        for (auto event = sessions.offsets[session]; event < sessions.offsets[session + 1]; ++event)
          index.events[event + shift] = {ranks[sessions.items[event]], decay(sessions.times_s[event])};
        const auto first = sessions.offsets[session] + shift;
        const auto end = sessions.offsets[session + 1] + shift;
        mark_repeats(std::span(index.events).subspan(first, end - first), first, seen);
        index.events[end] = {session_event::session_end, 0};
      }
    };
  });
}

void fill_positions(const std::vector<std::uint32_t>& counts, session_index& index) {
  index.offsets.resize(index.items.size() + 1);
  for (std::size_t rank = 0; rank < index.items.size(); ++rank)
    index.offsets[rank + 1] = index.offsets[rank] + counts[index.items[rank]];
  index.positions.resize(index.offsets.back());
  auto next = index.offsets;
  for (std::size_t position = 0; position < index.events.size(); ++position)
    if (const auto& event = index.events[position]; !event.ends_session())
      index.positions[next[event.rank()]++] = static_cast<std::uint32_t>(position);
}

// The events of an item in one session follow each other in its list, all but the last marked as returning.
float support_of(std::span<const std::uint32_t> positions, const std::vector<session_event>& events) {
  double support = 0;
  double sum = 0;
  std::uint32_t count = 0;
  for (const auto position : positions) {
    sum += events[position].weight;
    ++count;
    if (events[position].returns()) continue;
    support += sum / count;
    sum = 0;
    count = 0;
  }
  return static_cast<float>(support);
}

}  // namespace

session_index index_sessions(const session_columns& sessions, const age_decay& decay, unsigned threads) {
  session_index index;
  const auto counts = count_by_item(sessions);
  index.items = order_by_frequency(counts);
  fill_events(sessions, decay, threads, index);
  fill_positions(counts, index);
  index.supports.resize(index.items.size());
  for_each_chunk(index.items.size(), ranks_per_chunk, threads, [&] {
    return [&](const chunk& part) {
      for (auto rank = part.begin; rank < part.end; ++rank)
        index.supports[rank] = support_of(index.positions_of(static_cast<std::uint32_t>(rank)), index.events);
    };
  });
  return index;
}

}  // namespace footfall::model
