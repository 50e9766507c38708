#include "footfall/catalog/item_transfers.hpp"

#include <algorithm>

namespace footfall::catalog {

void item_transfers::add(item_index source, item_index target, std::uint32_t until_s) {
  by_source_[source].push_back({size_++, until_s, target});
}

item_index item_transfers::item_of(item_index item, std::uint32_t time_s,
                                   std::uint32_t first) const noexcept {
  for (int followed = 0; followed < followed_max; ++followed) {
    const auto of_item = by_source_.find(item);
    if (of_item == by_source_.end()) return item;
    const auto next = std::ranges::find_if(of_item->second, [&](const transfer& each) {
      return each.number >= first && time_s <= each.until_s;
    });
    if (next == of_item->second.end()) return item;
    item = next->target;
    first = next->number + 1;
  }
  return item;
}

}  // namespace footfall::catalog
