#include "model/session_grouping.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace footfall::model {

namespace {

// Sessions are numbered anew when a quarter of what was numbered has come since, but not for a handful.
constexpr std::size_t numbered_growth_share = 4;
constexpr std::size_t growth_min = 1000;

}  // namespace

owner_number grouping_rules::owner_of(owner_number user, std::uint32_t time_s) const {
  if (bounds.empty()) return user;
  const auto of_user = bounds.find(user);
  if (of_user == bounds.end()) return user;
  for (const auto& bound : of_user->second)
    if (time_s <= bound.until_s) return bound.owner;
  return user;
}

bool session_grouping::number_anew_for(std::size_t waiting) const noexcept {
  if (book_.generation() == 0) return true;
  const auto came = book_.slots() - book_.numbered_slots() + waiting;
  return came > std::max(book_.numbered_slots() / numbered_growth_share, growth_min);
}

// Columns instead of whole events: that many at once are what limits the size of a history.
struct session_grouping::event_columns {
  std::vector<std::uint32_t> ends;  // by owner; the events of each follow those of the one before
  std::vector<item_index> items;
  std::vector<std::uint32_t> times_s;
  std::vector<std::uint32_t> quantities;  // empty: 1 each
  std::vector<owner_number> users;        // empty: the owner did all

  explicit event_columns(owner_number owners) : ends(owners) {}

  /// Turns counts into places; `put` moves them to the ends.
  void make_room(bool with_quantities, bool with_users) {
    std::uint32_t events = 0;
    for (auto& end : ends) events += std::exchange(end, events);
    items.resize(events);
    times_s.resize(events);
    if (with_quantities) quantities.resize(events);
    if (with_users) users.resize(events);
  }

  void put(const owned_event& event) {
    const auto place = ends[event.owner]++;
    items[place] = event.item;
    times_s[place] = event.time_s;
    if (!quantities.empty()) quantities[place] = event.quantity;
    if (!users.empty()) users[place] = event.user;
  }

  void read(owner_number owner, std::uint32_t begin, std::uint32_t end, std::vector<owned_event>& out) const {
    out.clear();
    for (auto place = begin; place < end; ++place)
      out.push_back({owner, users.empty() ? owner : users[place], items[place], times_s[place],
                     quantities.empty() ? 1 : quantities[place]});
  }
};

void session_grouping::number_anew(std::vector<waiting_event>& waiting, std::uint32_t keep_from_s) {
  const auto visit_all = [&](auto take) {
    book_.visit_live([&](session_number number, const session_view& whole) {
      const auto users = book_.users_of(number);
      for (std::size_t event = 0; event < whole.size(); ++event) {
        const auto user = users.empty() ? book_.owner_of(number) : users[event];
        const auto time_s = whole.times_s[event];
        if (time_s >= keep_from_s && !rules_.forgotten.contains(user))
          take(owned_event{rules_.owner_of(user, time_s), user, rules_.item_of(whole.items[event], time_s),
                           time_s, whole.quantity(event)});
      }
    });
    for (const auto& each : waiting)
      if (each.time_s >= keep_from_s)
        take(owned_event{rules_.owner_of(each.user, each.time_s), each.user, each.item, each.time_s,
                         each.quantity});
  };
  event_columns grouped(rules_.owners);
  bool with_quantities = false;
  bool with_users = false;
  visit_all([&](const owned_event& event) {
    ++grouped.ends[event.owner];
    with_quantities |= event.quantity != 1;
    with_users |= event.user != event.owner;
  });
  grouped.make_room(with_quantities, with_users);
  visit_all([&](const owned_event& event) { grouped.put(event); });
  std::vector<waiting_event>().swap(waiting);  // memory, too

  book_.begin_numbering(grouped.items.size());
  std::uint32_t begin = 0;
  for (owner_number owner = 0; owner < rules_.owners; ++owner) {
    const auto end = grouped.ends[owner];
    if (begin == end) continue;
    grouped.read(owner, begin, end, together_);
    close_sessions(owner, together_);
    begin = end;
  }
  book_.end_numbering(rules_.owners);
}

void session_grouping::add(std::span<const waiting_event> waiting) {
  std::vector<owned_event> added;
  added.reserve(waiting.size());
  for (const auto owner : rules_.moved) {
    known_.clear();
    book_.find_sessions(owner, known_);
    for (const auto session : known_) take_back(session, added);
  }
  std::erase_if(added, [&](const owned_event& event) { return rules_.forgotten.contains(event.user); });
  for (auto& event : added) event.owner = rules_.owner_of(event.user, event.time_s);
  for (const auto& each : waiting)
    added.push_back(
        {rules_.owner_of(each.user, each.time_s), each.user, each.item, each.time_s, each.quantity});
  std::ranges::stable_sort(added, {}, &owned_event::owner);
  for (std::size_t begin = 0; begin < added.size();) {
    const auto owner = added[begin].owner;
    auto end = begin;
    while (end < added.size() && added[end].owner == owner) ++end;
    const auto of_owner = std::span(added).subspan(begin, end - begin);
    together_.clear();
    take_touched(owner, of_owner);
    together_.insert(together_.end(), of_owner.begin(), of_owner.end());
    close_sessions(owner, together_);
    begin = end;
  }
}

void session_grouping::take_back(session_number session, std::vector<owned_event>& out) {
  const auto owner = book_.owner_of(session);
  const auto events = book_.events_of(session);
  const auto users = book_.users_of(session);
  for (std::size_t event = 0; event < events.size(); ++event)
    out.push_back({owner, users.empty() ? owner : users[event], events.items[event], events.times_s[event],
                   events.quantity(event)});
  book_.end_session(session);
}

// Sessions that end long before the first of the new events or begin long after the last stay as they are.
void session_grouping::take_touched(owner_number owner, std::span<const owned_event> added) {
  const auto range = std::ranges::minmax_element(added, {}, &owned_event::time_s);
  const auto first_s = std::uint64_t{range.min->time_s};
  const auto last_s = std::uint64_t{range.max->time_s};
  known_.clear();
  book_.find_sessions(owner, known_);
  std::erase_if(known_, [&](session_number session) {
    const auto begin_s = std::uint64_t{book_.events_of(session).times_s.front()};
    const auto end_s = std::uint64_t{book_.last_s(session)};
    return end_s + rules_.gap_s < first_s || begin_s > last_s + rules_.gap_s;
  });
  std::ranges::sort(known_, {}, [this](session_number session) { return book_.last_s(session); });
  for (const auto session : known_) take_back(session, together_);
}

void session_grouping::close_sessions(owner_number owner, std::vector<owned_event>& events) {
  const auto order = [](const owned_event& event) { return std::pair(event.time_s, event.user); };
  if (!std::ranges::is_sorted(events, {}, order)) std::ranges::stable_sort(events, {}, order);
  bool own_alone = true;
  users_.clear();
  for (std::size_t event = 0; event < events.size(); ++event) {
    const auto& each = events[event];
    book_.append_event(each.item, each.time_s, each.quantity);
    users_.push_back(each.user);
    own_alone &= each.user == owner;
    if (event + 1 < events.size() && events[event + 1].time_s - each.time_s <= rules_.gap_s) continue;
    book_.close_session(owner, own_alone ? std::span<const owner_number>{} : std::span(users_));
    users_.clear();
    own_alone = true;
  }
}

}  // namespace footfall::model
