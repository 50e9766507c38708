// One customer's sessions as the builder learns them from the log, each up to a place of its own.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/customer/saved_histories.hpp"
#include "footfall/model/event_history.hpp"
#include "footfall/store/event_store.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

namespace footfall::customer {

/// A history and the place in the log up to which it has learned. Not thread-safe.
struct learned_history {
  /// An empty one at the beginning of the log.
  explicit learned_history(customer_directory::pointer of)
      : owner(std::move(of)), place{{}, owner->settings.load()->linked_users_max} {}

  const customer_directory::pointer owner;  // whose numbers of items it has
  history_place place;
  model::event_history history;
  bool of_one_setting = true;  // all logins were followed with `place.linked_users_max`
  bool broken = false;         // the log could not be read: it has some events that its place says it has not

  std::size_t late = 0;  // events of an earlier hour, since somebody set it to none

  /// Whether items got other ids since it was settled.
  [[nodiscard]] bool lacks_transfers() const;
  /// Whether the log may have what was left out here, since the retention was shorter.
  [[nodiscard]] bool lacks_some(std::int64_t now_ms) const;
  void learn(const events::event& committed, const clock& time);
  void settle(std::int64_t now_ms);
};

/// Reads on until each has learned all of the log; those at the same place share a reading, and all do so
/// in the end, or nearly: where events keep coming in they meet the next time. Returns how many events were
/// read, those of other customers too. Errors: `not_ready` when `go_on`, asked now and then, says no: each is
/// right up to its place; those of the reader, with some `broken`.
[[nodiscard]] result<std::size_t> read_on(std::span<learned_history* const> all, store::event_reader& log,
                                          const clock& time, const std::function<bool()>& go_on);

}  // namespace footfall::customer
