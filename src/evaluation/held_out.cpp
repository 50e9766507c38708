// Splits a history in time.
#include "footfall/evaluation/held_out.hpp"

#include "footfall/events/event_kinds.hpp"

#include <algorithm>
#include <map>

namespace footfall::evaluation {

namespace {

constexpr std::uint32_t value_most = 255;

// Ratings replace each other, units add up.
void add_value(std::uint32_t quantity, std::uint32_t time_s, profile::history_entry& to) {
  if (to.type == events::history_type::rated) {
    if (time_s >= to.time_s) to.value = static_cast<std::uint8_t>(std::min(quantity, value_most));
    return;
  }
  const auto units = std::min(std::max(quantity, 1U), value_most);
  to.value = static_cast<std::uint8_t>(std::min(to.value + units, value_most));
}

}  // namespace

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
                                               model::owner_number owner, std::uint32_t end_s) {
  const auto* kind = events::find_event_kind(type);
  if (kind == nullptr || kind->history == events::history_type::none) return {};
  const auto& book = history.book(type);
  std::vector<model::session_number> sessions;
  book.find_sessions(owner, sessions);
  std::map<item_index, profile::history_entry> by_item;
  for (const auto session : sessions) {
    const auto events = book.events_of(session);
    for (std::size_t event = 0; event < events.size() && events.times_s[event] < end_s; ++event) {
      auto& entry = by_item[events.items[event]];
      entry.item = events.items[event];
      entry.type = kind->history;
      add_value(events.quantity(event), events.times_s[event], entry);
      entry.time_s = std::max(entry.time_s, events.times_s[event]);
    }
  }
  std::vector<profile::history_entry> entries;
  for (const auto& [item, entry] : by_item) entries.push_back(entry);
  std::ranges::stable_sort(entries, std::ranges::greater(), &profile::history_entry::time_s);
  entries.resize(
      std::min(entries.size(), profile::history_items_max(kind->history, profile::history_items_default)));
  return entries;
}

std::vector<profile::history_entry> all_entries_of(const model::event_history& history,
                                                   model::owner_number owner, std::uint32_t end_s) {
  std::vector<profile::history_entry> all;
  for (const auto type : history.types()) {
    const auto of_type = entries_of(history, type, owner, end_s);
    all.insert(all.end(), of_type.begin(), of_type.end());
  }
  std::ranges::stable_sort(all, std::ranges::greater(), &profile::history_entry::time_s);
  return all;
}

}  // namespace footfall::evaluation
