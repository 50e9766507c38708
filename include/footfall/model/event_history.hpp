// What models of one customer learn from: committed events, grouped into sessions of persons.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"
#include "footfall/identity/link_table.hpp"
#include "footfall/model/saved_history.hpp"
#include "footfall/model/session_book.hpp"
#include "footfall/profile/history_entry.hpp"

#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// Sessions in columns: session s holds the positions `offsets[s]` up to `offsets[s + 1]`.
struct session_columns {
  std::vector<std::uint32_t> offsets;  // sessions + 1 entries
  std::vector<item_index> items;
  std::vector<std::uint32_t> times_s;
  std::vector<owner_number> owners{};  // by session, of those of a history

  [[nodiscard]] std::size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
};

/// How events become sessions.
struct session_rules {
  std::uint32_t gap_s = 1800;     ///< a session ends where more passes between two events of one person
  std::uint32_t keep_from_s = 0;  ///< events before may be forgotten
  profile::item_at_time waiting_count_for{};  ///< of events that wait
  profile::item_at_time
      settled_count_for{};  ///< of those that were settled before; with it all are grouped again
};

/// An event that is in no session yet.
struct waiting_event {
  owner_number user;
  item_index item;
  std::uint32_t time_s;
  std::uint32_t quantity;
};

/// Until when the events of a user belong to which owner; those after the last bound are its own.
struct owner_bound {
  std::uint32_t until_s;
  owner_number owner;
  friend bool operator==(const owner_bound&, const owner_bound&) = default;
};
using owner_bounds = boost::unordered_flat_map<owner_number, std::vector<owner_bound>>;

/// The history. Events wait until `settle` groups them: that costs what is new, and now and then, when much
/// is, all events are grouped again, so that it costs a constant number of steps per event in the long run.
/// Not thread-safe for changes; concurrent reading is fine.
class event_history {
 public:
  /// Adds one committed event on `item`. Times before 1970 count as 1970, those after 2106 as 2106.
  void append(const events::event& stored, item_index item);

  /// Takes a login, the undoing of one, and other events of no item as what they say about users; a user that
  /// merges with more than `partners_max` others is not joined with any. Other events change nothing.
  void link(const events::event& stored, std::size_t partners_max);

  /// Takes all events of one user id out.
  void forget(const user_key& user);

  /// Forgets all events before this time with the next settling.
  void forget_before(std::uint32_t time_s) noexcept {
    forget_before_s_ = std::max(forget_before_s_, time_s);
    ++changes_;
  }

  /// Groups what has come. Everything below speaks of settled events only.
  /// A session is the events of one person (`identity::link_table`; an event of the second of a login is the
  /// account's) in order of time; of one second in the order of user ids, then as they came.
  void settle(const session_rules& rules = {});

  /// Sessions of one type of event; the same object for the life of the history.
  [[nodiscard]] const session_book& book(events::event_type type) const;

  /// How many events are in it, and how many wait to be settled.
  [[nodiscard]] std::size_t size() const noexcept;
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_; }
  /// How many events and statements about users have come so far.
  [[nodiscard]] std::size_t changes() const noexcept { return changes_; }
  /// Time of the newest event; 0 when there is none.
  [[nodiscard]] std::uint32_t newest_s() const noexcept { return newest_s_; }
  /// Time of the newest event of one type that is not later than `until_s`; nothing when there is none.
  [[nodiscard]] std::optional<std::uint32_t> newest_s(events::event_type type, std::uint32_t until_s) const;
  /// Events of one type in (after_s, newest].
  [[nodiscard]] std::size_t count(events::event_type type, std::uint32_t after_s) const;

  /// How often each item occurs, by item.
  [[nodiscard]] std::vector<std::uint32_t> count_by_item() const;

  /// A settled history of the events of one type, or of all, in (after_s, until_s], each with the owner that
  /// it has here. That of all types knows its users; to that of one those that are appended are new.
  [[nodiscard]] event_history part(std::optional<events::event_type> type, std::uint32_t after_s,
                                   std::uint32_t until_s) const;

  /// Whether nothing waits to be settled, neither events nor what was said of users.
  [[nodiscard]] bool settled() const noexcept {
    return waiting_ == 0 && !links_changed_ && forgotten_.empty() && forget_before_s_ == 0;
  }

  /// The number of a user; nothing for one of whom there are no events. As the owner of sessions it is the
  /// person, where logins have linked several ids the account.
  [[nodiscard]] std::optional<owner_number> find_user(const user_key& user) const {
    const auto known = numbers_.find(user);
    return known == numbers_.end() ? std::nullopt : std::optional(known->second);
  }

  /// Calls `visit(key, number)` with each user, in the same order until something changes.
  template <class Visit>
  void visit_users(Visit visit) const {
    for (const auto& [user, number] : numbers_) visit(user, number);
  }
  [[nodiscard]] identity::saved_links save_links() const { return links_.save(); }
  /// Types that have a book.
  [[nodiscard]] std::vector<events::event_type> types() const;
  /// The pause that ends a session, as settled.
  [[nodiscard]] std::uint32_t gap_s() const noexcept { return gap_s_; }

  /// Fills an empty history with one that was saved when it was settled. Users of whom there is nothing any
  /// more are left out. Events before `keep_from_s` go with the next `settle`, which groups everything again.
  /// Errors: `io_failed` when items are not below `items_end`, or no history ever was like this; it is then
  /// of no use.
  [[nodiscard]] result<void> load(saved_history&& from, std::size_t items_end, std::uint32_t keep_from_s);

  /// The sessions of one type as they would be had there been nothing at or before `after_s`, owner by owner,
  /// each owner's in order of time.
  [[nodiscard]] session_columns sessions(events::event_type type, std::uint32_t after_s) const;

  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  struct type_events {
    session_book book;
    std::vector<waiting_event> waiting;
  };
  owner_number number_of(const user_key& user);
  [[nodiscard]] owner_bounds find_bounds() const;
  [[nodiscard]] result<void> load_users(const saved_history& from);
  void drop_unknown_users(saved_history& from);

  std::map<events::event_type, type_events> types_;
  std::size_t waiting_ = 0;
  std::size_t changes_ = 0;
  std::uint32_t newest_s_ = 0;
  identity::link_table links_;
  bool links_changed_ = false;
  std::uint32_t forget_before_s_ = 0;                  // with the next settling, which then numbers anew
  owner_bounds bounds_;                                // of users with links, as settled
  boost::unordered_flat_set<owner_number> forgotten_;  // since the last time that events were settled
  std::uint32_t gap_s_ = 0;                            // of the sessions; 0: there are none
  owner_number owner_count_ = 0;
  boost::unordered_flat_map<user_key, owner_number, std::hash<user_key>> numbers_;
};

}  // namespace footfall::model
