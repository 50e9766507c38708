// Saving the sessions of a history and loading them again: what is loaded is believed only as far as checked.
#include "footfall/model/event_history.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <string>
#include <utility>

namespace footfall::model {
namespace {

using column = std::vector<std::uint32_t>;

failure never_saved(const char* why) { return {error::io_failed, std::string("a saved history: ") + why}; }

/// Sessions, one after the other, take all of the columns of events.
bool covers_events(const saved_sessions<column>& from) {
  const auto events = from.items.size();
  return !from.offsets.empty() && from.offsets.front() == 0 && from.offsets.back() == events &&
         events < std::numeric_limits<std::uint32_t>::max() &&
         from.offsets.size() == from.owners.size() + 1 && from.times_s.size() == events &&
         (from.quantities.empty() || from.quantities.size() == events) &&
         std::ranges::adjacent_find(from.offsets, std::greater_equal{}) == from.offsets.end();
}

bool is_in_order_of_time(const saved_sessions<column>& from) {
  for (std::size_t session = 0; session < from.owners.size(); ++session)
    for (auto event = from.offsets[session] + 1; event < from.offsets[session + 1]; ++event)
      if (from.times_s[event] < from.times_s[event - 1]) return false;
  return true;
}

/// Live sessions are those of owners that there are, at first in their order.
bool has_its_owners(const saved_sessions<column>& from, std::size_t owners_end) {
  if (from.numbered_sessions > from.owners.size() || from.numbered_owners > owners_end) return false;
  owner_number last = 0;
  for (std::size_t session = 0; session < from.owners.size(); ++session) {
    const auto owner = from.owners[session];
    if (owner == session_book::nobody) continue;
    if (owner >= (session < from.numbered_sessions ? from.numbered_owners : owners_end)) return false;
    if (session < from.numbered_sessions && owner < std::exchange(last, owner)) return false;
  }
  return true;
}

bool names_users(const saved_sessions<column>& from, std::size_t owners_end) {
  std::size_t users = 0;
  std::size_t first_possible = 0;
  for (const auto session : from.others.sessions) {
    if (session < first_possible || session >= from.owners.size() ||
        from.owners[session] == session_book::nobody)
      return false;
    first_possible = std::size_t{session} + 1;
    users += from.offsets[first_possible] - from.offsets[session];
  }
  return users == from.others.users.size() &&
         std::ranges::all_of(from.others.users, [&](owner_number user) { return user < owners_end; });
}

}  // namespace

saved_sessions<std::span<const std::uint32_t>> session_book::save() const {
  saved_users others;
  for (const auto& [session, users] : users_) others.sessions.push_back(session);
  std::ranges::sort(others.sessions);
  for (const auto session : others.sessions) {
    const auto users = users_of(session);
    others.users.insert(others.users.end(), users.begin(), users.end());
  }
  return {.offsets = offsets_,
          .items = items_,
          .times_s = times_s_,
          .quantities = quantities_,
          .owners = owners_,
          .others = std::move(others),
          .numbered_sessions = first_of_owner_.empty() ? 0 : first_of_owner_.back(),
          .numbered_owners = static_cast<owner_number>(std::max<std::size_t>(first_of_owner_.size(), 1) - 1)};
}

result<void> session_book::check(const saved_sessions<column>& from, std::size_t items_end,
                                 std::size_t owners_end) {
  if (!covers_events(from)) return never_saved("columns that do not belong together");
  if (std::ranges::any_of(from.items, [&](item_index item) { return item >= items_end; }))
    return never_saved("an item that there is not");
  if (!is_in_order_of_time(from)) return never_saved("a session that is not in order of time");
  if (!has_its_owners(from, owners_end)) return never_saved("a session of nobody who could be");
  if (!names_users(from, owners_end)) return never_saved("a session of users that there are not");
  return {};
}

void session_book::load(saved_sessions<column>&& from) {
  offsets_ = std::move(from.offsets);
  items_ = std::move(from.items);
  times_s_ = std::move(from.times_s);
  quantities_ = std::move(from.quantities);
  owners_ = std::move(from.owners);
  generation_ = 1;
  numbered_slots_ = offsets_[from.numbered_sessions];
  live_events_ = 0;
  for (session_number session = 0; session < size(); ++session)
    if (lives(session)) live_events_ += offsets_[session + 1] - offsets_[session];
  auto users = from.others.users.begin();
  for (const auto session : from.others.sessions) {
    const auto end = users + (offsets_[session + 1] - offsets_[session]);
    users_.try_emplace(session, std::exchange(users, end), end);
  }
  find_first_of_owners(from.numbered_owners, from.numbered_sessions);
  for (auto session = from.numbered_sessions; session < size(); ++session) {
    if (lives(session))
      note_owner(owners_[session], session);
    else
      previous_.push_back(none);  // no way leads here
  }
}

result<void> event_history::load_users(const saved_history& from) {
  const auto count = from.users.size();
  if (from.numbers.size() != count || count >= session_book::nobody)
    return never_saved("users without numbers");
  numbers_.reserve(count);
  std::vector<bool> taken(count);
  for (std::size_t index = 0; index < count; ++index) {
    const auto number = from.numbers[index];
    if (number >= count || taken[number] || !numbers_.try_emplace(from.users[index], number).second)
      return never_saved("a user or a number twice");
    taken[number] = true;
  }
  owner_count_ = static_cast<owner_number>(count);
  if (auto done = links_.load(from.links); !done) return done;
  for (const auto& link : from.links.links)
    if (!numbers_.contains(link.source) || !numbers_.contains(link.target))
      return never_saved("a link of users that there are not");
  return {};
}

// Otherwise all users that ever were would stay for ever. The others keep their order, and so do sessions.
void event_history::drop_unknown_users(saved_history& from) {
  constexpr auto unknown = session_book::nobody;
  std::vector<owner_number> numbers(owner_count_, unknown);
  const auto keep = [&](owner_number user) {
    if (user != session_book::nobody) numbers[user] = 0;
  };
  for (const auto& [type, of_type] : from.types) {
    std::ranges::for_each(of_type.owners, keep);
    std::ranges::for_each(of_type.others.users, keep);
  }
  for (const auto& link : from.links.links) {
    keep(numbers_.at(link.source));
    keep(numbers_.at(link.target));
  }
  if (std::ranges::find(numbers, unknown) == numbers.end()) return;
  owner_number next = 0;
  for (auto& [type, of_type] : from.types) {
    const auto numbered = std::span(numbers).first(of_type.numbered_owners);
    of_type.numbered_owners = static_cast<owner_number>(numbered.size()) -
                              static_cast<owner_number>(std::ranges::count(numbered, unknown));
  }
  for (auto& number : numbers)
    if (number != unknown) number = next++;
  for (auto& [type, of_type] : from.types) {
    for (auto& owner : of_type.owners)
      if (owner != session_book::nobody) owner = numbers[owner];
    for (auto& user : of_type.others.users) user = numbers[user];
  }
  boost::unordered::erase_if(numbers_, [&](const auto& entry) { return numbers[entry.second] == unknown; });
  for (auto& [user, number] : numbers_) number = numbers[number];
  owner_count_ = next;
}

result<void> event_history::load(saved_history&& from, std::size_t items_end, std::uint32_t keep_from_s) {
  if (auto done = load_users(from); !done) return done;
  for (const auto& [type, of_type] : from.types) {
    if (auto done = session_book::check(of_type, items_end, owner_count_); !done) return done;
    if (std::ranges::any_of(of_type.times_s, [&](std::uint32_t time_s) { return time_s < keep_from_s; }))
      forget_before_s_ = keep_from_s;
  }
  drop_unknown_users(from);
  for (auto& [type, of_type] : from.types) types_[type].book.load(std::move(of_type));
  newest_s_ = from.newest_s;
  gap_s_ = from.gap_s;
  bounds_ = find_bounds();
  return {};
}

}  // namespace footfall::model
