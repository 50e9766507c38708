#include "model/owner_log.hpp"

#include <algorithm>

namespace footfall::model {

owner_log::owner_log(const event_history& history, std::span<const events::event_type> types) {
  for (const auto type : types) books_.push_back(&history.book(type));
}

std::span<const owner_event> owner_log::read(owner_number owner) {
  events_.clear();
  for (std::uint32_t type = 0; type < books_.size(); ++type) {
    const auto& book = *books_[type];
    sessions_.clear();
    book.find_sessions(owner, sessions_);
    for (const auto session : sessions_) {
      const auto held = book.events_of(session);
      for (std::size_t event = 0; event < held.size(); ++event)
        events_.push_back({held.times_s[event], held.items[event], held.quantity(event), type, session});
    }
  }
  std::ranges::stable_sort(events_, [](const owner_event& left, const owner_event& right) {
    return left.time_s != right.time_s ? left.time_s < right.time_s : left.type < right.type;
  });
  return events_;
}

std::vector<owner_number> owner_log::owners(std::size_t type) const {
  std::vector<owner_number> found;
  const auto& book = *books_[type];
  book.visit_live(
      [&](session_number session, const session_view&) { found.push_back(book.owner_of(session)); });
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace footfall::model
