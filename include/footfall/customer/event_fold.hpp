// The fold from committed events to the live state of their customer.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/events/event.hpp"
#include "footfall/store/event_store.hpp"

#include <functional>

namespace footfall::customer {

/// Applies one committed event to its customer's histories and viewers. The same function runs after each
/// commit and at start-up over the log, so both give the same state. Thread-safe.
void apply(customer& target, const events::event& committed);

/// Notes in `customer::changes` what an event that was applied has changed without telling its own time.
/// Thread-safe.
void note_changes(customer& target, const events::event& committed, const clock& time);

/// Applies it to `customer::tracked` alone, for who wants to know nothing else. Thread-safe.
void apply_tracked(customer& target, const events::event& committed);

/// Applies it to `customer::categories` alone. Thread-safe.
void apply_categories(customer& target, const events::event& committed);

/// Forgets up to `clicks_max` clicks that are older than the window of `viewers`, and takes no more of them.
/// Thread-safe.
void expire_viewers(customer& target, std::int64_t now_ms, std::size_t clicks_max);

/// Bounds of what models learn from; see `customer_settings`.
struct learning_bounds {
  std::size_t linked_users_max = identity::link_table::partners_default;
  std::size_t items_max = items_unknown_default;
};

/// Adds one committed event to what models learn from: to the columns, or to the links between users. `items`
/// is thread-safe, `history` its caller's own.
void learn(const events::event& committed, catalog::item_dictionary& items, const learning_bounds& bounds,
           model::event_history& history);

/// Applies all events of the log after `from`; events of customers that are not configured are passed over.
/// `go_on` is called now and then with the number of events so far; false ends the replay early.
/// Returns the number of events read. Errors: those of the reader.
[[nodiscard]] result<std::size_t> replay(const customer_directory& customers, store::event_reader& log,
                                         const std::function<bool(std::size_t)>& go_on,
                                         store::cursor from = {});

}  // namespace footfall::customer
