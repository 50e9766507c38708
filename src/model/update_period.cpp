#include "model/update_period.hpp"

#include <algorithm>

namespace footfall::model {

namespace {

// A weight is off by 2^(1/32), two percent, at the end of a period; and all weights by the same.
constexpr std::int64_t periods_in_half_life = 32;
constexpr std::int64_t periods_in_history = 64;
// What has come since the beginning: an eighth of what was there then.
constexpr std::size_t growth_share = 8;

}  // namespace

bool update_period::goes_on(const build_input& input, const session_book& book,
                            const model_definition& definition) const noexcept {
  if (place_.generation == 0 || place_.generation != book.generation()) return false;
  if (book.events() < input.changes_from_events) return false;
  if (input.now_ms >= ends_ms_) return false;
  const auto came = book.slots() - slots_at_begin_;
  if (came > events_at_begin_ / growth_share) return false;
  // A history that ended long ago may be going on: then the wall clock's window is due.
  return !window_.counts_from_newest_event || came < definition.window_events_min;
}

void update_period::begin(const build_input& input, events::event_type learns_from,
                          const model_definition& definition) {
  const auto& book = input.history.book(learns_from);
  window_ = choose_window(input.history, learns_from, definition, input.now_ms);
  const auto length_ms = definition.half_life_ms > 0 ? definition.half_life_ms / periods_in_half_life
                                                     : definition.history_ms / periods_in_history;
  ends_ms_ = input.now_ms + std::max<std::int64_t>(length_ms, 1);
  slots_at_begin_ = book.slots();
  events_at_begin_ = book.events();
  follow(book);
}

}  // namespace footfall::model
