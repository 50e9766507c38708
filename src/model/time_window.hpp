// Which events a model learns from, and the time that their ages count from.
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <cstdint>

namespace footfall::model {

/// The events of a build: those with `after_s < time`. Ages count from `reference_s`; later events have age
/// 0.
struct time_window {
  std::uint32_t after_s = 0;
  std::uint32_t reference_s = 0;
  bool counts_from_newest_event = false;
  std::size_t events = 0;
};

/// The window that ends now when it holds enough events, else the one that ends at the newest event, not of
/// the future, whose window does: a history that ended long ago gives good lists at once, and goes on giving
/// them while its customer begins again. Where no window holds enough it ends at the newest event of all. In
/// a window that ends now ages count from its newest event when that is older than one half life.
/// Thread-safe.
[[nodiscard]] time_window choose_window(const event_history& history, events::event_type type,
                                        const model_definition& definition, std::int64_t now_ms);

/// Narrows the window to its newest `short_window` when they hold `short_events_min` events; returns
/// whether they do. What is popular now is better known from few recent events than from many old ones, but
/// not from a handful. Thread-safe.
bool shorten_window(const session_book& book, const model_definition& definition,
                    time_window& window) noexcept;

/// Whole seconds of a time in milliseconds, kept inside what 32 bits hold. Thread-safe.
[[nodiscard]] std::uint32_t to_seconds(std::int64_t time_ms) noexcept;

/// What all records have in common. Thread-safe.
[[nodiscard]] build_record record_of(const time_window& window, const build_input& input) noexcept;

}  // namespace footfall::model
