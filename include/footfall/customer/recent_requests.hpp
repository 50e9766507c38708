// The last tracking requests of a customer and what became of them, without who sent them.
#pragma once

#include "footfall/core/array_on_demand.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"
#include "footfall/events/fate.hpp"

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <vector>

namespace footfall::customer {

/// What is remembered of one request.
struct recent_request {
  std::int64_t time_ms{};
  events::event_type type{};  ///< 0: no known event
  std::uint32_t items = 0;    ///< how many items it named; 0 when it was refused or named none
  item_key item{};            ///< the first of them; a long text is cut off
  events::fate fate{};
  error why{};  ///< of a refused one
};

/// The newest requests; `kept` of each stripe. A thread writes into its own stripe as long as there are not
/// more than eight, so its lock is free but for the moments in which somebody reads. Thread-safe.
class recent_requests {
 public:
  /// Copies the item; allocates nothing once the ring is full and items are short.
  void add(std::int64_t time_ms, events::event_type type, const item_key* first, std::uint32_t items,
           events::fate fate, error why = {});

  /// Up to `kept` of them, newest first.
  [[nodiscard]] std::vector<recent_request> newest() const;

  static constexpr std::size_t kept = 300;
  static constexpr std::size_t item_bytes_max = 64;

 private:
  static constexpr std::size_t stripe_count = 8;
  struct alignas(64) stripe {
    mutable std::mutex mutex;  // guards both below
    std::vector<recent_request> ring;
    std::size_t next = 0;
  };

  array_on_demand<stripe, stripe_count> stripes_;
};

}  // namespace footfall::customer
