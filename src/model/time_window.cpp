// The choice between the wall clock and the newest event as the end of a model's history.
#include "model/time_window.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace footfall::model {

namespace {

std::uint32_t start_of(std::uint32_t end_s, const model_definition& definition) noexcept {
  const auto start_ms = std::int64_t{end_s} * 1000 - definition.ms(option::history);
  return to_seconds(start_ms);
}

// The newest event whose window holds enough events; the newest of all when there is none. A few events long
// after a history that has ended must not push all of it out of the window.
std::optional<std::uint32_t> find_end(const session_book& book, const model_definition& definition,
                                      std::uint32_t until_s) {
  const std::size_t wanted = std::max(definition.whole(option::window_events_min), 1U);
  for (auto looked_at = 16 * wanted;; looked_at *= 16) {
    const auto times_s = book.newest_times_s(looked_at, until_s);
    if (times_s.empty()) return std::nullopt;
    for (std::size_t newest = 0; newest + wanted <= times_s.size(); ++newest)
      if (times_s[newest + wanted - 1] > start_of(times_s[newest], definition)) return times_s[newest];
    if (times_s.size() < looked_at) return times_s.front();
  }
}

}  // namespace

std::uint32_t to_seconds(std::int64_t time_ms) noexcept {
  const auto last = std::int64_t{std::numeric_limits<std::uint32_t>::max()};
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(time_ms / 1000, 0, last));
}

time_window choose_window(const event_history& history, events::event_type type,
                          const model_definition& definition, std::int64_t now_ms) {
  time_window window;
  window.reference_s = to_seconds(now_ms);
  window.after_s = start_of(window.reference_s, definition);
  window.events = history.count(type, window.after_s);
  if (window.events >= definition.whole(option::window_events_min)) {
    // Where nothing has come for so long, ages from now on would only make all weights small beside what
    // damps them.
    const auto newest_s = history.newest_s(type, window.reference_s).value_or(window.reference_s);
    const auto half_life_ms = definition.ms(option::half_life);
    if (half_life_ms > 0 && std::int64_t{window.reference_s - newest_s} * 1000 > half_life_ms) {
      window.reference_s = newest_s;
      window.counts_from_newest_event = true;
    }
    return window;
  }
  const auto end_s = find_end(history.book(type), definition, window.reference_s);
  if (!end_s) return window;
  window.reference_s = *end_s;
  window.after_s = start_of(window.reference_s, definition);
  window.counts_from_newest_event = true;
  window.events = history.count(type, window.after_s);
  return window;
}

bool shorten_window(const session_book& book, const model_definition& definition,
                    time_window& window) noexcept {
  const auto short_ms = definition.ms(option::short_window);
  if (short_ms <= 0 || short_ms >= definition.ms(option::history)) return false;
  const auto after_s = to_seconds(std::int64_t{window.reference_s} * 1000 - short_ms);
  const auto events = book.count(after_s);
  if (events < definition.whole(option::short_events_min)) return false;
  window.after_s = after_s;
  window.events = events;
  return true;
}

build_record record_of(const time_window& window, const build_input& input) noexcept {
  build_record record;
  record.built_at_ms = input.now_ms;
  record.reference_time_ms = std::int64_t{window.reference_s} * 1000;
  record.counts_from_newest_event = window.counts_from_newest_event;
  record.events_used = window.events;
  return record;
}

}  // namespace footfall::model
