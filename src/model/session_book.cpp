// Sessions in columns that only grow, until they are numbered anew.
#include "footfall/model/session_book.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace footfall::model {

session_view session_view::cut(std::uint32_t after_s) const noexcept {
  const auto first = static_cast<std::size_t>(std::ranges::upper_bound(times_s, after_s) - times_s.begin());
  return {items.subspan(first), times_s.subspan(first),
          quantities.empty() ? quantities : quantities.subspan(first)};
}

session_view session_book::events_of(session_number session) const noexcept {
  const auto begin = offsets_[session];
  const auto count = offsets_[session + 1] - begin;
  session_view view{std::span(items_).subspan(begin, count), std::span(times_s_).subspan(begin, count), {}};
  if (!quantities_.empty()) view.quantities = std::span(quantities_).subspan(begin, count);
  return view;
}

std::vector<session_number> session_book::ended_since(const book_place& place) const {
  std::vector<session_number> found;
  for (const auto session : std::span(ended_).subspan(place.ended))
    if (session < place.sessions) found.push_back(session);
  return found;
}

std::uint32_t session_book::newest_s(std::uint32_t until_s) const noexcept {
  std::uint32_t newest = 0;
  for (session_number session = 0; session < size(); ++session) {
    if (!lives(session)) continue;
    const auto times_s = events_of(session).times_s;
    if (times_s.front() > until_s || times_s.back() <= newest) continue;
    newest = std::max(newest, *std::prev(std::ranges::upper_bound(times_s, until_s)));
  }
  return newest;
}

std::size_t session_book::count(std::uint32_t after_s) const noexcept {
  std::size_t events = 0;
  for (session_number session = 0; session < size(); ++session)
    if (lives(session) && last_s(session) > after_s) events += events_of(session).after(after_s).size();
  return events;
}

std::vector<std::uint32_t> session_book::newest_times_s(std::size_t count_max, std::uint32_t until_s) const {
  std::vector<std::uint32_t> newest;  // a heap with the oldest on top
  visit_live([&](session_number, const session_view& session) {
    for (const auto time_s : session.times_s) {
      if (time_s > until_s || (newest.size() == count_max && time_s <= newest.front())) continue;
      if (newest.size() == count_max) {
        std::ranges::pop_heap(newest, std::ranges::greater{});
        newest.pop_back();
      }
      newest.push_back(time_s);
      std::ranges::push_heap(newest, std::ranges::greater{});
    }
  });
  std::ranges::sort_heap(newest, std::ranges::greater{});
  return newest;
}

std::size_t session_book::memory_bytes() const noexcept {
  const auto bytes = [](const auto& column) { return column.capacity() * sizeof(column[0]); };
  return bytes(offsets_) + bytes(items_) + bytes(times_s_) + bytes(quantities_) + bytes(owners_) +
         bytes(ended_) + bytes(first_of_owner_) + bytes(previous_) +
         newest_of_owner_.bucket_count() * sizeof(std::pair<owner_number, session_number>);
}

void session_book::append_event(item_index item, std::uint32_t time_s, std::uint32_t quantity) {
  if (quantity != 1 && quantities_.empty()) {
    quantities_.reserve(items_.capacity());
    quantities_.resize(items_.size(), 1);
  }
  items_.push_back(item);
  times_s_.push_back(time_s);
  // Still empty as long as every event has been of one unit.
  if (!quantities_.empty() || quantity != 1) quantities_.push_back(quantity);
}

session_number session_book::close_session(owner_number owner, std::span<const owner_number> users) {
  const auto session = size();
  live_events_ += items_.size() - offsets_.back();
  offsets_.push_back(static_cast<std::uint32_t>(items_.size()));
  owners_.push_back(owner);
  if (!users.empty()) users_.try_emplace(session, users.begin(), users.end());
  if (first_of_owner_.empty()) return session;  // the first numbering goes on
  note_owner(owner, session);
  return session;
}

// Of a session after the first numbering.
void session_book::note_owner(owner_number owner, session_number session) {
  const auto [newest, is_first] = newest_of_owner_.try_emplace(owner, session);
  previous_.push_back(is_first ? none : std::exchange(newest->second, session));
}

void session_book::end_session(session_number session) {
  live_events_ -= events_of(session).size();
  owners_[session] = nobody;
  ended_.push_back(session);
  users_.erase(session);
}

std::span<const owner_number> session_book::users_of(session_number session) const noexcept {
  const auto known = users_.find(session);
  if (known == users_.end()) return {};
  return known->second;
}

void session_book::find_sessions(owner_number owner, std::vector<session_number>& out) const {
  if (first_of_owner_.empty()) return;
  if (owner + std::size_t{1} < first_of_owner_.size())
    for (auto session = first_of_owner_[owner]; session < first_of_owner_[owner + 1]; ++session)
      if (lives(session)) out.push_back(session);
  const auto first_later = first_of_owner_.back();
  const auto newest = newest_of_owner_.find(owner);
  for (auto session = newest == newest_of_owner_.end() ? none : newest->second; session != none;
       session = previous_[session - first_later])
    if (lives(session)) out.push_back(session);
}

void session_book::begin_numbering(std::size_t events) {
  const auto next = generation_ + 1;
  *this = {};
  generation_ = next;
  items_.reserve(events);
  times_s_.reserve(events);
}

void session_book::end_numbering(owner_number owners) {
  numbered_slots_ = slots();
  find_first_of_owners(owners, size());
}

// Of the first `sessions`, which are in order of owner; one that has ended counts with those before it.
void session_book::find_first_of_owners(owner_number owners, session_number sessions) {
  first_of_owner_.assign(std::size_t{owners} + 1, owners == 0 ? sessions : 0);
  if (owners == 0) return;
  owner_number last = 0;
  for (session_number session = 0; session < sessions; ++session) {
    if (lives(session)) last = owners_[session];
    ++first_of_owner_[last + 1];
  }
  for (owner_number owner = 0; owner < owners; ++owner) first_of_owner_[owner + 1] += first_of_owner_[owner];
}

}  // namespace footfall::model
