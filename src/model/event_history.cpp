// Who did what when: numbers for users, links between them, and the grouping of waiting events by type.
#include "footfall/model/event_history.hpp"

#include "footfall/events/link_event.hpp"
#include "footfall/identity/forgetting.hpp"
#include "model/session_grouping.hpp"
#include "model/time_window.hpp"

#include <algorithm>
#include <numeric>

namespace footfall::model {

namespace {

std::uint32_t amount_of(const events::event& stored) noexcept {
  switch (stored.type) {
    case events::event_type::buy:
      return stored.quantity;
    case events::event_type::rate:
      return stored.value < 0 ? no_rating : static_cast<std::uint32_t>(stored.value);
    default:
      return 1;
  }
}

}  // namespace

owner_number event_history::number_of(const user_key& user) {
  const auto [entry, is_new] = numbers_.try_emplace(user, owner_count_);
  if (is_new) ++owner_count_;
  return entry->second;
}

void event_history::append(const events::event& stored, item_index item) {
  const auto time_s = to_seconds(stored.time_ms);
  types_[stored.type].waiting.push_back({number_of(stored.user), item, time_s, amount_of(stored)});
  newest_s_ = std::max(newest_s_, time_s);
  ++waiting_;
  ++changes_;
}

void event_history::link(const events::event& stored, std::size_t partners_max) {
  if (stored.type == events::event_type::allow_links) {
    links_.allow(stored.user);
    return;
  }
  const auto said = events::read_link(stored);
  if (!said) return;
  ++changes_;
  links_changed_ = true;
  if (stored.type == events::event_type::unlink) {
    links_.remove(said->source, said->target);
    return;
  }
  // Numbered in the order of the log, whatever becomes of the link.
  static_cast<void>(number_of(said->source));
  static_cast<void>(number_of(said->target));
  if (said->source_is_placeholder) links_.refuse(said->source, stored.time_ms);
  if (said->target_is_placeholder) links_.refuse(said->target, stored.time_ms);
  links_.add(said->source, said->target, stored.time_ms, partners_max);
}

void event_history::forget(const user_key& user) {
  const auto known = numbers_.find(user);
  if (known == numbers_.end()) return;
  const auto number = known->second;
  for (auto& [type, of_type] : types_)
    waiting_ -=
        std::erase_if(of_type.waiting, [&](const waiting_event& each) { return each.user == number; });
  forgotten_.insert(number);
  identity::forget_links(links_, user);
  links_changed_ = true;
  numbers_.erase(known);
  // Numbers have no gaps: somebody who never was keeps this one.
  constexpr std::uint64_t nobody = 0x9E37'79B9'7F4A'7C15;
  numbers_.emplace(user_key{{number, nobody}}, number);
  ++changes_;
}

owner_bounds event_history::find_bounds() const {
  owner_bounds found;
  links_.visit_sources([&](const user_key& user, const std::vector<identity::user_link>& links) {
    auto& bounds = found[numbers_.at(user)];
    for (const auto& link : links)
      bounds.push_back({to_seconds(link.time_ms), numbers_.at(links_.account_of(link))});
  });
  return found;
}

void event_history::settle(const session_rules& rules) {
  auto bounds = links_changed_ ? find_bounds() : bounds_;
  // All owners that lose or get events which have been settled.
  boost::unordered_flat_set<owner_number> moved;
  const auto note = [&](owner_number user, const owner_bounds& all) {
    moved.insert(user);
    if (const auto of_user = all.find(user); of_user != all.end())
      for (const auto& bound : of_user->second) moved.insert(bound.owner);
  };
  const auto compare = [&](const owner_bounds& some, const owner_bounds& others) {
    for (const auto& [user, of_user] : some) {
      const auto other = others.find(user);
      if (other != others.end() && other->second == of_user) continue;
      note(user, some);
      note(user, others);
    }
  };
  if (links_changed_) {
    compare(bounds_, bounds);
    compare(bounds, bounds_);
  }
  for (const auto user : forgotten_) note(user, bounds_);
  bounds_ = std::move(bounds);
  const bool other_gap = rules.gap_s != gap_s_;
  gap_s_ = rules.gap_s;
  for (auto& [type, of_type] : types_) {
    if (rules.waiting_count_for)
      for (auto& each : of_type.waiting) each.item = rules.waiting_count_for(each.item, each.time_s);
    session_grouping grouping(of_type.book,
                              {bounds_, moved, forgotten_, rules.settled_count_for, gap_s_, owner_count_});
    if (other_gap || forget_before_s_ != 0 || rules.settled_count_for ||
        grouping.number_anew_for(of_type.waiting.size()))
      grouping.number_anew(of_type.waiting, std::max(rules.keep_from_s, forget_before_s_));
    else
      grouping.add(of_type.waiting);
    std::vector<waiting_event>().swap(of_type.waiting);  // memory, too
  }
  waiting_ = 0;
  links_changed_ = false;
  forget_before_s_ = 0;
  forgotten_.clear();
}

const session_book& event_history::book(events::event_type type) const {
  static const session_book empty;
  const auto of_type = types_.find(type);
  return of_type == types_.end() ? empty : of_type->second.book;
}

std::vector<events::event_type> event_history::types() const {
  std::vector<events::event_type> found;
  for (const auto& [type, of_type] : types_) found.push_back(type);
  return found;
}

std::size_t event_history::size() const noexcept {
  std::size_t events = 0;
  for (const auto& [type, of_type] : types_) events += of_type.book.events();
  return events;
}

std::optional<std::uint32_t> event_history::newest_s(events::event_type type, std::uint32_t until_s) const {
  const auto& of_type = book(type);
  const auto newest = of_type.newest_s(until_s);
  if (newest == 0) return std::nullopt;
  return newest;
}

std::size_t event_history::count(events::event_type type, std::uint32_t after_s) const {
  return book(type).count(after_s);
}

std::vector<std::uint32_t> event_history::count_by_item() const {
  std::vector<std::uint32_t> counts;
  for (const auto& [type, of_type] : types_)
    of_type.book.visit_live([&](session_number, const session_view& session) {
      for (const auto item : session.items) {
        if (item >= counts.size()) counts.resize(std::size_t{item} + 1);
        ++counts[item];
      }
    });
  return counts;
}

event_history event_history::part(std::optional<events::event_type> type, std::uint32_t after_s,
                                  std::uint32_t until_s) const {
  event_history chosen;
  chosen.owner_count_ = owner_count_;
  for (const auto& [of, of_type] : types_) {
    if (type && of != *type) continue;
    auto& waiting = chosen.types_[of].waiting;
    const auto& from = of_type.book;
    from.visit_live([&](session_number number, const session_view& whole) {
      const auto session = whole.after(after_s);
      for (std::size_t event = 0; event < session.size() && session.times_s[event] <= until_s; ++event)
        waiting.push_back(
            {from.owner_of(number), session.items[event], session.times_s[event], session.quantity(event)});
    });
    for (const auto& each : waiting) chosen.newest_s_ = std::max(chosen.newest_s_, each.time_s);
    chosen.waiting_ += waiting.size();
  }
  if (!type) chosen.numbers_ = numbers_;
  chosen.changes_ = chosen.waiting_;
  chosen.settle({gap_s_ == 0 ? session_rules{}.gap_s : gap_s_});
  return chosen;
}

session_columns event_history::sessions(events::event_type type, std::uint32_t after_s) const {
  const auto& of_type = book(type);
  std::vector<session_number> order;
  of_type.visit_live([&](session_number number, const session_view&) {
    if (of_type.last_s(number) > after_s) order.push_back(number);
  });
  const auto earlier = [&](session_number left, session_number right) {
    const auto left_owner = of_type.owner_of(left);
    const auto right_owner = of_type.owner_of(right);
    return left_owner != right_owner ? left_owner < right_owner
                                     : of_type.last_s(left) < of_type.last_s(right);
  };
  if (!std::ranges::is_sorted(order, earlier)) std::ranges::sort(order, earlier);
  session_columns columns;
  columns.offsets.reserve(order.size() + 1);
  columns.offsets.push_back(0);
  for (const auto number : order) {
    const auto session = of_type.events_of(number).after(after_s);
    columns.items.insert(columns.items.end(), session.items.begin(), session.items.end());
    columns.times_s.insert(columns.times_s.end(), session.times_s.begin(), session.times_s.end());
    columns.offsets.push_back(static_cast<std::uint32_t>(columns.items.size()));
    columns.owners.push_back(of_type.owner_of(number));
  }
  return columns;
}

std::size_t event_history::memory_bytes() const noexcept {
  std::size_t bytes = numbers_.bucket_count() * (sizeof(user_key) + sizeof(owner_number));
  for (const auto& [type, of_type] : types_)
    bytes += of_type.book.memory_bytes() + of_type.waiting.capacity() * sizeof(waiting_event);
  return bytes;
}

}  // namespace footfall::model
