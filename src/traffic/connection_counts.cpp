#include "footfall/traffic/connection_counts.hpp"

namespace footfall::traffic {

connection_counts::verdict connection_counts::enter(const std::optional<address>& from) {
  const std::lock_guard lock(mutex_);
  if (from) {
    const auto known = of_.find(*from);
    if (known != of_.end() && known->second >= bounds_.per_address) return verdict::too_many_of;
    ++of_[*from];
  }
  return ++open_ > bounds_.all ? verdict::full : verdict::welcome;
}

void connection_counts::leave(const std::optional<address>& from) {
  const std::lock_guard lock(mutex_);
  --open_;
  if (!from) return;
  const auto known = of_.find(*from);
  if (--known->second == 0) of_.erase(known);
}

std::size_t connection_counts::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

}  // namespace footfall::traffic
