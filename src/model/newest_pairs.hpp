// What goes with an item, counted from the newest sessions that hold it.
#pragma once

#include "footfall/model/item_entries.hpp"
#include "model/sequences.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

namespace footfall::model {

/// What of a log counts, and how much. Immutable.
struct time_span {
  std::int64_t after_s = -1;  ///< only what is later
  std::int64_t half_life_ms = 0;
  std::uint32_t reference_s = 0;  ///< what is not older has weight 1

  [[nodiscard]] double weight_of(std::uint32_t time_s) const noexcept;
};

/// That of a scope, which is also its half life; without one, 0, everything counts by the half life.
[[nodiscard]] time_span span_of_scope(std::int64_t scope_ms, std::int64_t half_life_ms,
                                      std::uint32_t reference_s) noexcept;

/// How far items of one session are pairs, as `CF_I2I_*` has it.
struct pair_reach {
  std::size_t distance = 1;  ///< most steps between two
  float backward = 0;        ///< weight of a pair against the order of time
};

/// One under construction.
struct counted_pair {
  item_index item{};
  float in_session = 0;  ///< the largest weight in the session that is being looked at
  float sum = 0;         ///< C: of the largest weights, by the age of their sessions
  std::uint32_t session = 0;
};

/// Counts the pairs of one item after the other. Not thread-safe; each thread keeps one, so that a request
/// allocates nothing once it has grown to its usual size.
class newest_pairs {
 public:
  /// Replaces what was counted by the pairs of an item in those of `newest`, which hold it, newest first,
  /// that are in the span. Returns the sum of the weights of these.
  double count(item_index item, const sequences& sessions, std::span<const std::uint32_t> newest,
               const time_span& span, const pair_reach& reach);

  /// Pairs by the other item; that of the item with itself is one of them where a session has it twice.
  [[nodiscard]] std::span<const counted_pair> pairs() noexcept { return row_.entries(); }

 private:
  item_entries<counted_pair> row_;
};

/// How many places the sequences have together.
[[nodiscard]] std::size_t places_of(const sequences& sessions, std::span<const std::uint32_t> some) noexcept;

}  // namespace footfall::model
