// Committed events of one customer as columns, and their grouping into sessions.
#include "footfall/model/event_history.hpp"

#include "footfall/events/link_event.hpp"
#include "model/time_window.hpp"

#include <algorithm>
#include <utility>

namespace footfall::model {

namespace {

// Events grouped by user: user u holds the places `ends[u - 1]` (0 for the first) up to `ends[u]`.
struct user_columns {
  std::vector<std::uint32_t> ends;
  std::vector<item_index> items;
  std::vector<std::uint32_t> times_s;
};

// Stable, so that events of one second keep their order; users whose events came in order cost one comparison
// per event.
void sort_by_time(user_columns& columns, std::uint32_t begin, std::uint32_t end,
                  std::vector<std::pair<std::uint32_t, item_index>>& scratch) {
  const auto times = std::span(columns.times_s).subspan(begin, end - begin);
  if (std::ranges::is_sorted(times)) return;
  scratch.clear();
  for (auto place = begin; place < end; ++place)
    scratch.emplace_back(columns.times_s[place], columns.items[place]);
  std::ranges::stable_sort(scratch, {}, &std::pair<std::uint32_t, item_index>::first);
  for (auto place = begin; place < end; ++place) {
    columns.times_s[place] = scratch[place - begin].first;
    columns.items[place] = scratch[place - begin].second;
  }
}

// Until when the events of a user belong to which owner.
struct owned_until {
  std::uint32_t time_s;
  std::uint64_t position;  // of the events of that second those before it
  std::uint32_t owner;
};

}  // namespace

void event_history::append(const events::event& stored, item_index item) {
  const auto [entry, is_new] = user_numbers_.try_emplace(stored.user, user_count_);
  if (is_new) ++user_count_;
  const auto user = entry->second;
  const auto time_s = to_seconds(stored.time_ms);
  users_.push_back(user);
  items_.push_back(item);
  times_s_.push_back(time_s);
  types_.push_back(stored.type);
  quantities_.push_back(stored.type == events::event_type::buy ? stored.quantity : 1);
  newest_s_ = std::max(newest_s_, time_s);
}

event_history event_history::part(std::optional<events::event_type> type, std::uint32_t after_s,
                                  std::uint32_t until_s) const {
  event_history chosen;
  const auto owners = this->owners();
  chosen.user_count_ = owners.owner_count;
  for (std::size_t place = 0; place < types_.size(); ++place) {
    const auto time_s = times_s_[place];
    if ((type && types_[place] != *type) || time_s <= after_s || time_s > until_s) continue;
    chosen.users_.push_back(owners.by_event[place]);
    chosen.items_.push_back(items_[place]);
    chosen.times_s_.push_back(time_s);
    chosen.types_.push_back(types_[place]);
    chosen.quantities_.push_back(quantities_[place]);
    chosen.newest_s_ = std::max(chosen.newest_s_, time_s);
  }
  return chosen;
}

void event_history::link(const events::event& stored, std::size_t partners_max) {
  const auto said = events::read_link(stored);
  if (!said) return;
  ++link_changes_;
  if (stored.type == events::event_type::unlink) {
    links_.remove(said->source, said->target);
    return;
  }
  if (said->source_is_placeholder) links_.refuse(said->source, stored.time_ms);
  if (said->target_is_placeholder) links_.refuse(said->target, stored.time_ms);
  links_.add(said->source, said->target, stored.time_ms, items_.size(), partners_max);
}

event_history::event_owners event_history::owners() const {
  event_owners found{{}, users_, user_count_};
  if (links_.size() == 0) return found;
  // Accounts that have done nothing themselves get numbers behind the others.
  auto numbers = user_numbers_;
  std::vector<std::vector<owned_until>> bounds(user_numbers_.size());
  links_.visit_sources([&](const user_key& user, const std::vector<identity::user_link>& links) {
    const auto known = user_numbers_.find(user);
    if (known == user_numbers_.end()) return;
    for (const auto& link : links) {
      const auto next = static_cast<std::uint32_t>(numbers.size());
      const auto owner = numbers.try_emplace(links_.account_of(link), next).first->second;
      bounds[known->second].push_back({to_seconds(link.time_ms), link.position, owner});
    }
  });
  found.own.assign(users_.begin(), users_.end());
  for (std::size_t place = 0; place < users_.size(); ++place) {
    const auto time_s = times_s_[place];
    for (const auto& bound : bounds[users_[place]]) {
      if (time_s > bound.time_s || (time_s == bound.time_s && place >= bound.position)) continue;
      found.own[place] = bound.owner;
      break;
    }
  }
  found.by_event = found.own;
  found.owner_count = static_cast<std::uint32_t>(numbers.size());
  return found;
}

std::optional<std::uint32_t> event_history::newest_s(events::event_type type,
                                                     std::uint32_t until_s) const noexcept {
  std::optional<std::uint32_t> newest;
  for (std::size_t place = 0; place < types_.size(); ++place)
    if (types_[place] == type && times_s_[place] <= until_s && times_s_[place] >= newest.value_or(0))
      newest = times_s_[place];
  return newest;
}

std::size_t event_history::count(events::event_type type, std::uint32_t after_s) const noexcept {
  std::size_t found = 0;
  for (std::size_t place = 0; place < types_.size(); ++place)
    found += static_cast<std::size_t>(types_[place] == type && times_s_[place] > after_s);
  return found;
}

session_columns event_history::sessions(events::event_type type, std::uint32_t after_s,
                                        std::uint32_t gap_s) const {
  const auto wanted = [&](std::size_t place) { return types_[place] == type && times_s_[place] > after_s; };
  const auto owners = this->owners();
  user_columns grouped;
  grouped.ends.resize(owners.owner_count);
  for (std::size_t place = 0; place < users_.size(); ++place)
    if (wanted(place)) ++grouped.ends[owners.by_event[place]];
  // Counts become starts, and the starts move to the ends while the events are dealt out.
  std::uint32_t events = 0;
  for (auto& end : grouped.ends) events += std::exchange(end, events);
  grouped.items.resize(events);
  grouped.times_s.resize(events);
  for (std::size_t place = 0; place < users_.size(); ++place) {
    if (!wanted(place)) continue;
    const auto target = grouped.ends[owners.by_event[place]]++;
    grouped.items[target] = items_[place];
    grouped.times_s[target] = times_s_[place];
  }

  session_columns sessions;
  std::vector<std::pair<std::uint32_t, item_index>> scratch;
  std::uint32_t begin = 0;
  for (const auto end : grouped.ends) {
    sort_by_time(grouped, begin, end, scratch);
    for (auto place = begin; place < end; ++place)
      if (place == begin || grouped.times_s[place] - grouped.times_s[place - 1] > gap_s)
        sessions.offsets.push_back(place);
    begin = end;
  }
  sessions.offsets.push_back(events);
  sessions.items = std::move(grouped.items);
  sessions.times_s = std::move(grouped.times_s);
  return sessions;
}

}  // namespace footfall::model
