// How much the events of one person count: n units of an item on one day are worth 1 + ln(n).
#pragma once

#include "footfall/events/event.hpp"
#include "footfall/model/session_book.hpp"
#include "footfall/text/local_days.hpp"

#include <span>
#include <vector>

namespace footfall::model {

/// An event and what it counts.
struct counted_event {
  std::uint32_t time_s = 0;
  item_index item = 0;
  float amount = 0;  ///< the n-th unit of a person, item and day adds ln(n / (n - 1)), the first one 1
};

/// An event before it is counted.
struct unit_event {
  item_index item;
  std::uint32_t time_s;
  std::uint32_t units;
};

/// Counts person by person, so that neither a robot nor a pallet makes a bestseller. Not thread-safe.
class person_amounts {
 public:
  /// Of consumption one report of an item counts in a session, its last.
  person_amounts(events::event_type type, const text::local_days& days) : type_(type), days_(days) {}

  /// What these sessions count, all of one person; events up to `after_s` are left out. Valid until the next
  /// call.
  [[nodiscard]] std::span<const counted_event> count(const session_book& book,
                                                     std::span<const session_number> sessions,
                                                     std::uint32_t after_s);

  /// The same of events that are in no session, whose order changes.
  [[nodiscard]] std::span<const counted_event> count(std::span<unit_event> of_one_person);

  /// Calls `visit(owner, events)` person by person.
  template <class Visit>
  void visit_owners(const session_book& book, std::uint32_t after_s, const Visit& visit) {
    const auto owners = owners_of(book);
    for (owner_number owner = 0; owner < owners; ++owner) {
      sessions_.clear();
      book.find_sessions(owner, sessions_);
      if (!sessions_.empty()) visit(owner, count(book, sessions_, after_s));
    }
  }

  /// The same with the events alone.
  template <class Visit>
  void visit_all(const session_book& book, std::uint32_t after_s, const Visit& visit) {
    visit_owners(book, after_s, [&](owner_number, std::span<const counted_event> some) { visit(some); });
  }

 private:
  static owner_number owners_of(const session_book& book);
  void gather(const session_view& session);

  const events::event_type type_;
  const text::local_days& days_;
  std::vector<session_number> sessions_;  // as the others below kept for its memory
  std::vector<unit_event> events_;
  std::vector<counted_event> counted_;
};

}  // namespace footfall::model
