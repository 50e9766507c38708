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

std::int64_t update_period_ms(const model_definition& definition) noexcept {
  if (definition.ms(option::shuffle) > 0) return definition.ms(option::shuffle);
  if (definition.ms(option::maximum_item_age) > 0)
    return definition.ms(option::maximum_item_age) / periods_in_history;
  return std::max<std::int64_t>(definition.ms(option::half_life) > 0
                                    ? definition.ms(option::half_life) / periods_in_half_life
                                    : definition.ms(option::history) / periods_in_history,
                                1);
}

bool update_period::goes_on(const build_input& input, const session_book& book,
                            const model_definition& definition) const noexcept {
  if (place_.generation == 0 || place_.generation != book.generation()) return false;
  if (book.events() < input.changes_from_events) return false;
  if (input.now_ms >= ends_ms_) return false;
  const auto came = book.slots() - slots_at_begin_;
  if (came > events_at_begin_ / growth_share) return false;
  if (!window_.counts_from_newest_event) return true;
  // Time goes by as new events tell, until the wall clock's window holds enough of them to be due.
  const auto newest_s = std::min(input.history.newest_s(), to_seconds(input.now_ms));
  if (newest_s > window_.reference_s && newest_s - window_.reference_s >= update_period_ms(definition) / 1000)
    return false;
  return count_since_begin(book, to_seconds(input.now_ms - definition.ms(option::history))) <
         definition.whole(option::window_events_min);
}

std::size_t update_period::count_since_begin(const session_book& book, std::uint32_t after_s) const noexcept {
  std::size_t events = 0;
  book.visit_live(
      [&](session_number, const session_view& session) { events += session.after(after_s).size(); },
      sessions_at_begin_);
  return events;
}

void update_period::begin(const build_input& input, events::event_type learns_from,
                          const model_definition& definition) {
  const auto& book = input.history.book(learns_from);
  window_ = choose_window(input.history, learns_from, definition, input.now_ms);
  ends_ms_ = input.now_ms + update_period_ms(definition);
  slots_at_begin_ = book.slots();
  events_at_begin_ = book.events();
  sessions_at_begin_ = book.size();
  follow(book);
}

}  // namespace footfall::model
