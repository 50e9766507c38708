// How good the ratings of an item are, and of how many people: what best rated goes by.
#pragma once

#include "footfall/core/identifiers.hpp"

#include <cstdint>
#include <optional>

namespace footfall::model {

/// Of one item.
struct item_rating {
  float score = 0;           ///< averaged with what is usual; of the largest rating, 0..1
  std::uint32_t raters = 0;  ///< each counts once
};

/// What models of ratings are besides. Thread-safe.
class item_ratings {
 public:
  virtual ~item_ratings() = default;

  /// Nothing of an item that is not in the list.
  [[nodiscard]] virtual std::optional<item_rating> rating_of(item_index item) const = 0;
};

}  // namespace footfall::model
