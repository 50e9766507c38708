// The sessions of one type of event, each under a number, and what became of them since somebody looked last.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/model/saved_history.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace footfall::model {

/// Number of a session in one generation of a book.
using session_number = std::uint32_t;

/// Dense number of a user or account in one history, from 0, in the order in which the log names them.
using owner_number = std::uint32_t;

/// Of a comment without a rating.
inline constexpr std::uint32_t no_rating = 101;

/// The events of one session, in order of time. Valid until the book changes.
struct session_view {
  std::span<const item_index> items;
  std::span<const std::uint32_t> times_s;
  /// Units of a purchase, the rating of a rated item or `no_rating`; empty: 1 each.
  std::span<const std::uint32_t> quantities;

  [[nodiscard]] std::size_t size() const noexcept { return items.size(); }
  [[nodiscard]] std::uint32_t quantity(std::size_t event) const noexcept {
    return quantities.empty() ? 1 : quantities[event];
  }
  /// What is left of it with events later than `after_s` only: a window may begin inside a session.
  [[nodiscard]] session_view after(std::uint32_t after_s) const noexcept {
    return times_s.empty() || times_s.front() > after_s ? *this : cut(after_s);
  }

 private:
  [[nodiscard]] session_view cut(std::uint32_t after_s) const noexcept;
};

/// Up to where somebody has followed a book; the default value is before its beginning.
struct book_place {
  std::uint64_t generation = 0;
  session_number sessions = 0;
  std::uint32_t ended = 0;
  friend bool operator==(const book_place&, const book_place&) = default;
};

/// Sessions are never changed: one that goes on ends under its number and begins under a new one. So what is
/// new since a place are the live sessions with higher numbers, and what is no more are the numbers in
/// `ended_since`. Once in a while all are numbered anew (`generation`): then everything is new.
/// Not thread-safe for changes; concurrent reading is fine.
class session_book {
 public:
  /// Owner of a session that has ended.
  static constexpr owner_number nobody = std::numeric_limits<owner_number>::max();

  /// Numbers handed out in this generation are below this.
  [[nodiscard]] session_number size() const noexcept { return static_cast<session_number>(owners_.size()); }
  [[nodiscard]] bool lives(session_number session) const noexcept { return owners_[session] != nobody; }
  /// Whose session it is; of a live one.
  [[nodiscard]] owner_number owner_of(session_number session) const noexcept { return owners_[session]; }
  /// The events, of one that has ended too.
  [[nodiscard]] session_view events_of(session_number session) const noexcept;
  /// The slots of a session are those from its first up to the first one of the next; up to `size()`.
  [[nodiscard]] std::uint32_t first_slot(session_number session) const noexcept { return offsets_[session]; }
  /// The event in a slot.
  [[nodiscard]] item_index item_at(std::uint32_t slot) const noexcept { return items_[slot]; }
  [[nodiscard]] std::uint32_t time_at(std::uint32_t slot) const noexcept { return times_s_[slot]; }
  /// Asks for the memory of a session near this one, and of an event, which will be read soon.
  void prefetch(session_number session, std::uint32_t slot) const noexcept {
    __builtin_prefetch(&offsets_[session]);
    __builtin_prefetch(&owners_[session]);
    __builtin_prefetch(&items_[slot]);
    __builtin_prefetch(&times_s_[slot]);
  }
  /// Time of the last event.
  [[nodiscard]] std::uint32_t last_s(session_number session) const noexcept {
    return times_s_[offsets_[session + 1] - 1];
  }

  /// Calls `visit(number, events)` with each live session from `first` on, in the order of numbers.
  template <class Visit>
  void visit_live(Visit visit, session_number first = 0) const {
    for (auto session = first; session < size(); ++session)
      if (lives(session)) visit(session, events_of(session));
  }

  [[nodiscard]] std::uint64_t generation() const noexcept { return generation_; }
  /// The place after all that has happened.
  [[nodiscard]] book_place place() const noexcept {
    return {generation_, size(), static_cast<std::uint32_t>(ended_.size())};
  }
  /// Sessions known at `place`, of this generation, that have ended since; each once.
  [[nodiscard]] std::vector<session_number> ended_since(const book_place& place) const;

  /// Events of live sessions.
  [[nodiscard]] std::size_t events() const noexcept { return live_events_; }
  /// Slots of `items` that sessions take, those that have ended too.
  [[nodiscard]] std::size_t slots() const noexcept { return items_.size(); }
  /// Slots that were taken when the sessions were numbered.
  [[nodiscard]] std::size_t numbered_slots() const noexcept { return numbered_slots_; }
  /// Time of the newest event of a live session not later than `until_s`, 0 when there is none, and how many
  /// are later than `after_s`. Linear in the number of events.
  [[nodiscard]] std::uint32_t newest_s(std::uint32_t until_s) const noexcept;
  [[nodiscard]] std::size_t count(std::uint32_t after_s) const noexcept;
  /// Times of the `count_max` newest events not later than `until_s`, newest first.
  [[nodiscard]] std::vector<std::uint32_t> newest_times_s(std::size_t count_max, std::uint32_t until_s) const;

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

  /// Appends an event to the session under construction, in order of time.
  void append_event(item_index item, std::uint32_t time_s, std::uint32_t quantity);
  /// Closes the session under construction, which has events, and gives it the next number. `users`: who did
  /// each event, where that is not the owner alone; empty otherwise.
  session_number close_session(owner_number owner, std::span<const owner_number> users = {});
  /// Ends a live session.
  void end_session(session_number session);
  /// Who did the events of a session; empty: its owner did all.
  [[nodiscard]] std::span<const owner_number> users_of(session_number session) const noexcept;

  /// Appends the live sessions of an owner to `out`, those of the first numbering in order of time, then
  /// others in any order.
  void find_sessions(owner_number owner, std::vector<session_number>& out) const;

  /// Begins a new generation without sessions, with room for `events`. Sessions must be closed owner by
  /// owner, in order of owner, and of each in order of time, until `end_numbering`.
  void begin_numbering(std::size_t events);
  void end_numbering(owner_number owners);

  /// The book as it is, once it was numbered; nothing large is copied.
  [[nodiscard]] saved_sessions<std::span<const std::uint32_t>> save() const;
  /// Whether this may be loaded where items are below `items_end` and owners below `owners_end`. Errors:
  /// `io_failed` when no such book ever was. Thread-safe.
  [[nodiscard]] static result<void> check(const saved_sessions<std::vector<std::uint32_t>>& from,
                                          std::size_t items_end, std::size_t owners_end);
  /// Fills an empty book with what was checked; nobody has followed it before.
  void load(saved_sessions<std::vector<std::uint32_t>>&& from);

 private:
  static constexpr session_number none = std::numeric_limits<session_number>::max();

  void note_owner(owner_number owner, session_number session);
  void find_first_of_owners(owner_number owners, session_number sessions);

  std::vector<std::uint32_t> offsets_{0};  // by session, into the columns; sessions + 1 entries
  std::vector<item_index> items_;
  std::vector<std::uint32_t> times_s_;
  std::vector<std::uint32_t> quantities_;  // empty until one is not 1
  std::vector<owner_number> owners_;       // by session; nobody: it has ended
  std::vector<session_number> ended_;
  boost::unordered_flat_map<session_number, std::vector<owner_number>> users_;
  std::vector<session_number> first_of_owner_;  // of the first numbering; owners + 1 entries
  boost::unordered_flat_map<owner_number, session_number> newest_of_owner_;  // appended later
  std::vector<session_number> previous_;  // by number after the first numbering: the owner's one before
  std::uint64_t generation_ = 0;
  std::size_t live_events_ = 0;
  std::size_t numbered_slots_ = 0;
};

}  // namespace footfall::model
