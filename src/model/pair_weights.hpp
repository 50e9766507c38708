// What events and pairs of events weigh to co-occurrence.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/session_book.hpp"
#include "model/age_decay.hpp"
#include "model/co_occurrence.hpp"

#include <cstdint>
#include <vector>

namespace footfall::model {

/// The weights of one period. Immutable, so a session counts the same whenever it is added or taken out.
/// Thread-safe.
struct pair_weights {
  std::uint32_t after_s = 0;  ///< events at or before this count nothing
  age_decay decay;
  std::vector<float> forward;   ///< of a pair by its distance - 1
  std::vector<float> backward;  ///< empty when pairs against the order of time count nothing

  /// A smaller backward weight counts as none: with very old events pairs would weigh less than a float
  /// holds.
  static constexpr double backward_min = 1e-6;

  pair_weights(const model_definition& definition, std::uint32_t reference_s, std::uint32_t after)
      : after_s(after), decay(reference_s, after, definition.ms(option::half_life)) {
    for (std::uint32_t distance = 1; distance <= definition.whole(option::pair_distance); ++distance) {
      forward.push_back(static_cast<float>(1.0 / distance));
      if (definition[option::backward_weight] >= backward_min)
        backward.push_back(static_cast<float>(definition[option::backward_weight] / distance));
    }
  }

  /// The events of a session that count.
  [[nodiscard]] session_view events_of(const session_book& book, session_number session) const noexcept {
    return book.events_of(session).after(after_s);
  }
};

}  // namespace footfall::model
