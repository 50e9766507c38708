// Splits a history in time.
#include "footfall/evaluation/held_out.hpp"

#include "footfall/events/event_kinds.hpp"

#include <algorithm>
#include <map>

namespace footfall::evaluation {

known_items::known_items(const model::event_history& training) : counts_(training.count_by_item()) {
  size_ = static_cast<std::size_t>(
      std::ranges::count_if(counts_, [](std::uint32_t count) { return count != 0; }));
  if (!counts_.empty()) largest_ = std::ranges::max(counts_);
}

model::session_columns sessions_after(const model::event_history& history, events::event_type type,
                                      std::uint32_t split_s, std::uint32_t gap_s) {
  // From one gap before the split: a session that goes on across it is then seen to begin before it.
  const auto all = history.sessions(type, split_s > gap_s ? split_s - gap_s - 1 : 0);
  model::session_columns after;
  for (std::size_t session = 0; session < all.size(); ++session) {
    const auto begin = all.offsets[session];
    const auto end = all.offsets[session + 1];
    if (end - begin < 2 || all.times_s[begin] <= split_s) continue;
    after.offsets.push_back(static_cast<std::uint32_t>(after.items.size()));
    after.owners.push_back(all.owners[session]);
    for (auto place = begin; place < end; ++place) {
      after.items.push_back(all.items[place]);
      after.times_s.push_back(all.times_s[place]);
    }
  }
  after.offsets.push_back(static_cast<std::uint32_t>(after.items.size()));
  return after;
}

std::span<const item_index> items_of(const model::session_columns& sessions, std::size_t session) {
  return std::span(sessions.items)
      .subspan(sessions.offsets[session], sessions.offsets[session + 1] - sessions.offsets[session]);
}

std::vector<profile::history_entry> entries_of(const model::event_history& history, events::event_type type,
                                               model::owner_number owner) {
  const auto* kind = events::find_event_kind(type);
  if (kind == nullptr) return {};
  const auto& book = history.book(type);
  std::vector<model::session_number> sessions;
  book.find_sessions(owner, sessions);
  std::map<item_index, profile::history_entry> by_item;
  for (const auto session : sessions) {
    const auto events = book.events_of(session);
    for (std::size_t event = 0; event < events.size(); ++event) {
      auto& entry = by_item[events.items[event]];
      entry.item = events.items[event];
      entry.type = kind->history;
      entry.time_s = std::max(entry.time_s, events.times_s[event]);
      const auto units = std::max(events.quantity(event), 1U);
      entry.value = static_cast<std::uint8_t>(std::min(entry.value + std::min(units, 255U), 255U));
    }
  }
  std::vector<profile::history_entry> entries;
  for (const auto& [item, entry] : by_item) entries.push_back(entry);
  std::ranges::stable_sort(entries, std::ranges::greater(), &profile::history_entry::time_s);
  entries.resize(
      std::min(entries.size(), profile::history_items_max(kind->history, profile::history_items_default)));
  return entries;
}

}  // namespace footfall::evaluation
