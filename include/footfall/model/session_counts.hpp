// How many past sessions have two items: what people understand of why an item is there.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <cstdint>

namespace footfall::model {

/// Sessions, of the newest that a model keeps of an item.
struct pair_counts {
  std::uint32_t together = 0;    ///< of those with the context item the ones that have the other, too
  std::uint32_t of_context = 0;  ///< with the context item
  std::uint32_t of_item = 0;     ///< with the other
};

/// What models that keep sessions are besides. Thread-safe.
class session_counts {
 public:
  virtual ~session_counts() = default;

  /// Looks at all sessions that are kept of the context item: for explanations.
  [[nodiscard]] virtual pair_counts count_pair(item_index context, item_index other) const = 0;
};

}  // namespace footfall::model
