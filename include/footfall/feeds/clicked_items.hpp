// What visitors' clicks say of items (protocol B2) fills what no import has told of them.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/events/event.hpp"
#include "footfall/store/event_log.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace footfall::feeds {

/// What a click says of its item.
struct clicked_item {
  std::string customer;
  item_key item;
  std::string details;  ///< of the event
};

/// What these events say of an item; nothing when they are no click, say nothing, or `shop` does not want it.
/// Thread-safe.
[[nodiscard]] std::optional<clicked_item> clicked_item_of(const customer::customer_settings& shop,
                                                          std::span<const events::event> request);

/// Clicks that wait to be stored: of each item the newest. Thread-safe.
class clicked_items {
 public:
  static constexpr std::size_t waiting_max = 1'000;  ///< items; what comes with more says nothing
  static constexpr std::size_t items_max = 100'000;  ///< a catalogue with as many takes no new items
  static constexpr std::int64_t delay_ns = 1'000 * ns_per_ms;  ///< what comes within it is stored together

  /// True when it is the first that waits.
  bool add(clicked_item click, std::int64_t now_ns);

  /// When what waits is to be stored, by the steady clock; the largest number when nothing does.
  [[nodiscard]] std::int64_t due_ns() const;

  /// Stores what waits, if it says anything new. Errors: those of the log; the rest is stored nevertheless.
  [[nodiscard]] result<void> store(const customer::customer_directory& customers, store::event_log& log,
                                   std::int64_t now_ms);

 private:
  using waiting_items = std::map<std::string, std::map<item_key, clicked_item>>;

  mutable std::mutex mutex_;  // guards what follows
  waiting_items waiting_;     // by customer and item
  std::size_t count_ = 0;
  std::int64_t first_ns_ = 0;  // when the first of them came
};

}  // namespace footfall::feeds
