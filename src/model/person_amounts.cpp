#include "model/person_amounts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace footfall::model {

owner_number person_amounts::owners_of(const session_book& book) {
  owner_number owners = 0;
  for (session_number session = 0; session < book.size(); ++session)
    if (book.lives(session)) owners = std::max(owners, book.owner_of(session) + 1);
  return owners;
}

void person_amounts::gather(const session_view& session) {
  const auto first = events_.size();
  for (std::size_t event = session.size(); event-- > 0;)
    events_.push_back({session.items[event], session.times_s[event], std::max(session.quantity(event), 1U)});
  if (type_ != events::event_type::consume) return;
  // The last report comes first.
  const auto begin = events_.begin() + static_cast<std::ptrdiff_t>(first);
  std::stable_sort(begin, events_.end(),
                   [](const unit_event& left, const unit_event& right) { return left.item < right.item; });
  events_.erase(
      std::unique(begin, events_.end(),
                  [](const unit_event& left, const unit_event& right) { return left.item == right.item; }),
      events_.end());
}

std::span<const counted_event> person_amounts::count(const session_book& book,
                                                     std::span<const session_number> sessions,
                                                     std::uint32_t after_s) {
  events_.clear();
  for (const auto session : sessions) gather(book.events_of(session).after(after_s));
  return count(events_);
}

std::span<const counted_event> person_amounts::count(std::span<unit_event> of_one_person) {
  counted_.clear();
  std::ranges::sort(of_one_person, {},
                    [](const unit_event& each) { return std::pair(each.item, each.time_s); });
  double units = 0;  // of the item and day so far
  std::uint32_t day = 0;
  for (std::size_t place = 0; place < of_one_person.size(); ++place) {
    const auto& event = of_one_person[place];
    const auto own_day = days_.day_of(event.time_s);
    const bool begins = place == 0 || of_one_person[place - 1].item != event.item || own_day != day;
    day = own_day;
    const double before = begins ? 0 : units;
    units = before + event.units;
    const auto amount = begins ? 1 + std::log(units) : std::log(units / before);
    counted_.push_back({event.time_s, event.item, static_cast<float>(amount)});
  }
  return counted_;
}

}  // namespace footfall::model
