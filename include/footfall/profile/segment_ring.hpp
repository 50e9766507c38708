// The newest events of one segment, ready to be looked at by requests.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <cstdint>
#include <mutex>
#include <span>
#include <vector>

namespace footfall::profile {

/// An event of a ring.
struct ring_event {
  item_index item = 0;
  std::uint32_t time_s = 0;
  friend bool operator==(const ring_event&, const ring_event&) = default;
};

/// The newest events of one type that carried one segment. Immutable; thread-safe.
class segment_ring {
 public:
  /// `newest_first`; those of one second may come in any order.
  explicit segment_ring(std::vector<ring_event> newest_first);

  /// Of one second the smaller item first.
  [[nodiscard]] std::span<const ring_event> newest_first() const noexcept { return newest_first_; }
  /// By item, the events of one item in order of time. They are sorted when somebody asks for the first time.
  [[nodiscard]] std::span<const ring_event> by_item() const;

 private:
  std::vector<ring_event> newest_first_;
  mutable std::once_flag sorted_;
  mutable std::vector<ring_event> by_item_;
};

}  // namespace footfall::profile
