#include "footfall/customer/order_book.hpp"

namespace footfall::customer {

void order_book::add(std::uint64_t line) {
  const std::lock_guard lock(mutex_);
  if (!known_.insert(line).second) return;
  in_order_.push_back(line);
  if (in_order_.size() <= lines_max) return;
  known_.erase(in_order_.front());
  in_order_.pop_front();
}

bool order_book::holds(std::uint64_t line) const {
  const std::lock_guard lock(mutex_);
  return known_.contains(line);
}

std::vector<std::uint64_t> order_book::lines() const {
  const std::lock_guard lock(mutex_);
  return {in_order_.begin(), in_order_.end()};
}

std::size_t order_book::size() const {
  const std::lock_guard lock(mutex_);
  return in_order_.size();
}

std::size_t order_book::bytes() const {
  const std::lock_guard lock(mutex_);
  return known_.bucket_count() * (sizeof(std::uint64_t) + 1) + in_order_.size() * sizeof(std::uint64_t);
}

}  // namespace footfall::customer
