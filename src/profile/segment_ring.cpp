#include "footfall/profile/segment_ring.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace footfall::profile {

segment_ring::segment_ring(std::vector<ring_event> newest_first) : newest_first_(std::move(newest_first)) {
  for (auto begin = newest_first_.begin(); begin != newest_first_.end();) {
    const auto end = std::find_if(begin, newest_first_.end(),
                                  [&](const ring_event& each) { return each.time_s != begin->time_s; });
    std::sort(begin, end,
              [](const ring_event& left, const ring_event& right) { return left.item < right.item; });
    begin = end;
  }
}

std::span<const ring_event> segment_ring::by_item() const {
  std::call_once(sorted_, [&] {
    by_item_ = newest_first_;
    std::ranges::sort(by_item_, [](const ring_event& left, const ring_event& right) {
      return std::tie(left.item, left.time_s) < std::tie(right.item, right.time_s);
    });
  });
  return by_item_;
}

}  // namespace footfall::profile
