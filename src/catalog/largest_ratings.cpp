#include "footfall/catalog/largest_ratings.hpp"

#include <algorithm>
#include <mutex>

namespace footfall::catalog {

void largest_ratings::add(std::uint32_t item_type, std::uint8_t rating) {
  // Nearly every rating is at most the largest one: then readers are not held up.
  if (rating <= largest(item_type)) return;
  const std::unique_lock lock(mutex_);
  if (largest_.size() == types_max && !largest_.contains(item_type)) return;
  auto& known = largest_[item_type];
  known = std::max(known, std::min(rating, rating_max));
}

std::vector<std::pair<std::uint32_t, std::uint8_t>> largest_ratings::all() const {
  const std::shared_lock lock(mutex_);
  return {largest_.begin(), largest_.end()};
}

std::uint8_t largest_ratings::largest(std::uint32_t item_type) const {
  const std::shared_lock lock(mutex_);
  if (const auto known = largest_.find(item_type); known != largest_.end()) return known->second;
  return largest_.size() == types_max ? rating_max : 1;
}

}  // namespace footfall::catalog
