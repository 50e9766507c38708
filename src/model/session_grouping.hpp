// Puts waiting events into the sessions of a book.
#pragma once

#include "footfall/model/event_history.hpp"

#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace footfall::model {

/// Whose the events are, and how they become sessions.
struct grouping_rules {
  const owner_bounds& bounds;
  const boost::unordered_flat_set<owner_number>& moved;      ///< owners that lose or get settled events
  const boost::unordered_flat_set<owner_number>& forgotten;  ///< users whose settled events go
  const profile::item_at_time& settled_count_for;            ///< items of settled events
  std::uint32_t gap_s = 0;
  owner_number owners = 0;  ///< all numbers are below

  [[nodiscard]] owner_number owner_of(owner_number user, std::uint32_t time_s) const;
  [[nodiscard]] item_index item_of(item_index settled, std::uint32_t time_s) const {
    return settled_count_for ? settled_count_for(settled, time_s) : settled;
  }
};

/// The grouping of the events of one type. Not thread-safe.
class session_grouping {
 public:
  session_grouping(session_book& book, const grouping_rules& rules) : book_(book), rules_(rules) {}

  /// Whether so many have come since the sessions were numbered that numbering them anew costs little more
  /// than adding these.
  [[nodiscard]] bool number_anew_for(std::size_t waiting) const noexcept;

  /// Groups everything again, but events before `keep_from_s`. Linear in the number of all events.
  void number_anew(std::vector<waiting_event>& waiting, std::uint32_t keep_from_s);

  /// Ends the sessions that change and closes what they become. The number of steps grows with the new events
  /// and the sessions of their owners.
  void add(std::span<const waiting_event> waiting);

 private:
  /// An event on its way into a session.
  struct owned_event {
    owner_number owner;
    owner_number user;
    item_index item;
    std::uint32_t time_s;
    std::uint32_t quantity;
  };
  struct event_columns;  // grouped by owner

  void take_back(session_number session, std::vector<owned_event>& out);
  void take_touched(owner_number owner, std::span<const owned_event> added);
  void close_sessions(owner_number owner, std::vector<owned_event>& events);

  session_book& book_;
  const grouping_rules rules_;
  std::vector<owned_event> together_;  // of one owner; kept for its memory
  std::vector<session_number> known_;
  std::vector<owner_number> users_;
};

}  // namespace footfall::model
