#include "footfall/customer/recent_requests.hpp"

#include <algorithm>
#include <atomic>
#include <string_view>

namespace footfall::customer {

namespace {

/// A number for the calling thread, from 0.
std::size_t number_of_this_thread() noexcept {
  static std::atomic<std::size_t> threads{0};
  thread_local const auto number = threads.fetch_add(1, std::memory_order_relaxed);
  return number;
}

}  // namespace

void recent_requests::add(std::int64_t time_ms, events::event_type type, const item_key* first,
                          std::uint32_t items, events::fate fate, error why) {
  auto& part = stripes_[number_of_this_thread() % stripe_count];
  const std::lock_guard lock(part.mutex);
  if (part.ring.size() < kept) part.ring.emplace_back();
  auto& entry = part.ring[part.next];
  part.next = (part.next + 1) % kept;
  entry.time_ms = time_ms;
  entry.type = type;
  entry.items = items;
  entry.fate = fate;
  entry.why = why;
  entry.item.type = first == nullptr ? 0 : first->type;
  entry.item.number = first == nullptr ? 0 : first->number;
  entry.item.text.clear();
  if (first != nullptr) entry.item.text.append(first->text, 0, item_bytes_max);
}

std::vector<recent_request> recent_requests::newest() const {
  std::vector<recent_request> all;
  for (const auto& part : stripes_.all()) {
    const std::lock_guard lock(part.mutex);
    // Newest first, so that requests of one millisecond keep their order in a stable sort.
    for (std::size_t back = 1; back <= part.ring.size(); ++back)
      all.push_back(part.ring[(part.next + part.ring.size() - back) % part.ring.size()]);
  }
  std::ranges::stable_sort(all, std::ranges::greater{}, &recent_request::time_ms);
  if (all.size() > kept) all.resize(kept);
  return all;
}

}  // namespace footfall::customer
