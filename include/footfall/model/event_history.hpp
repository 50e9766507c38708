// Committed events of one customer as columns: what models are built from.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"
#include "footfall/identity/link_table.hpp"

#include <boost/unordered/unordered_flat_map.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// Sessions of one event type: session s holds the positions `offsets[s]` up to `offsets[s + 1]` of `items`
/// and `times_s`, in order of time; a user's sessions follow each other.
struct session_columns {
  std::vector<std::uint32_t> offsets;  // sessions + 1 entries
  std::vector<item_index> items;
  std::vector<std::uint32_t> times_s;

  [[nodiscard]] std::size_t size() const noexcept { return offsets.empty() ? 0 : offsets.size() - 1; }
};

/// Columns of the events that models learn from. Not thread-safe: the builder's own.
class event_history {
 public:
  /// Adds one committed event on `item`. Times before 1970 count as 1970, those after 2106 as 2106.
  void append(const events::event& stored, item_index item);

  /// The events of one type, or of all, in (after_s, until_s], to build models from, each with the owner that
  /// it has here. Users that are appended to it are not recognised as those that it has.
  [[nodiscard]] event_history part(std::optional<events::event_type> type, std::uint32_t after_s,
                                   std::uint32_t until_s) const;

  /// Takes a login, the undoing of one, and other events of no item as what they say about users; a user that
  /// merges with more than `partners_max` others is not joined with any. Other events change nothing.
  void link(const events::event& stored, std::size_t partners_max);

  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  /// How many events and links have come so far.
  [[nodiscard]] std::size_t changes() const noexcept { return items_.size() + link_changes_; }
  /// Time of the newest event; 0 when there is none.
  [[nodiscard]] std::uint32_t newest_s() const noexcept { return newest_s_; }
  /// Time of the newest event of one type that is not later than `until_s`; nothing when there is none.
  [[nodiscard]] std::optional<std::uint32_t> newest_s(events::event_type type,
                                                      std::uint32_t until_s) const noexcept;
  /// Events of one type in (after_s, newest].
  [[nodiscard]] std::size_t count(events::event_type type, std::uint32_t after_s) const noexcept;

  [[nodiscard]] std::span<const item_index> items() const noexcept { return items_; }
  [[nodiscard]] std::span<const std::uint32_t> times_s() const noexcept { return times_s_; }
  [[nodiscard]] std::span<const events::event_type> types() const noexcept { return types_; }
  /// Units of a purchase (n events are the same as quantity n, protocol B2); 1 for other events.
  [[nodiscard]] std::span<const std::uint32_t> quantities() const noexcept { return quantities_; }

  /// Whose each event is, as dense numbers below `owner_count`: that of its user, or of the account that it
  /// belongs to by the logins so far (`identity::link_table`). By place, as `items()`.
  struct event_owners {
    std::vector<std::uint32_t> own;  ///< used where logins changed something
    std::span<const std::uint32_t> by_event;
    std::uint32_t owner_count = 0;
  };
  [[nodiscard]] event_owners owners() const;

  /// Groups the events of one type with `time > after_s` into sessions: an owner's events in order of time,
  /// split where more than `gap_s` seconds pass. Events of one second stay in the order in which they were
  /// appended. Linear in the number of events, but for users whose events were appended out of order, whose
  /// events are sorted.
  [[nodiscard]] session_columns sessions(events::event_type type, std::uint32_t after_s,
                                         std::uint32_t gap_s) const;

 private:
  std::vector<std::uint32_t> users_;  // dense numbers of this history
  std::vector<item_index> items_;
  std::vector<std::uint32_t> times_s_;
  std::vector<events::event_type> types_;
  std::vector<std::uint32_t> quantities_;
  std::uint32_t newest_s_ = 0;
  std::uint32_t user_count_ = 0;
  identity::link_table links_;  // the position of a link is the number of events before it
  std::size_t link_changes_ = 0;
  boost::unordered_flat_map<user_key, std::uint32_t, std::hash<user_key>> user_numbers_;
};

}  // namespace footfall::model
