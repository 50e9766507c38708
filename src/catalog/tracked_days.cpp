#include "footfall/catalog/tracked_days.hpp"

#include <algorithm>

namespace footfall::catalog {

namespace {

std::uint16_t day_of(std::uint32_t time_s) noexcept {
  constexpr std::uint32_t day_s = 86'400;
  return static_cast<std::uint16_t>(time_s / day_s);
}

}  // namespace

void tracked_days::add(item_index item, std::uint32_t time_s) {
  const std::lock_guard lock(mutex_);
  if (days_.size() <= item) days_.resize(std::size_t{item} + 1);
  days_[item] = std::max(days_[item], day_of(time_s));
}

std::vector<item_index> tracked_days::since(std::uint32_t time_s) const {
  const auto first = std::max<std::uint16_t>(day_of(time_s), 1);
  std::vector<item_index> found;
  const std::lock_guard lock(mutex_);
  for (std::size_t item = 0; item < days_.size(); ++item)
    if (days_[item] >= first) found.push_back(static_cast<item_index>(item));
  return found;
}

std::vector<std::uint16_t> tracked_days::save() const {
  const std::lock_guard lock(mutex_);
  return days_;
}

result<void> tracked_days::load(std::span<const std::uint16_t> from, std::size_t items_end) {
  if (from.size() > items_end) return failure{error::io_failed, "days of items that are not there"};
  const std::lock_guard lock(mutex_);
  days_.assign(from.begin(), from.end());
  return {};
}

std::size_t tracked_days::bytes() const {
  const std::lock_guard lock(mutex_);
  return days_.capacity() * sizeof(days_[0]);
}

}  // namespace footfall::catalog
