#include "footfall/catalog/item_transfers.hpp"

#include <algorithm>

namespace footfall::catalog {

void item_transfers::add(item_index source, item_index target, std::uint32_t until_s) {
  by_source_[source].push_back({size_++, until_s, target});
  const auto before = sources_of(source);
  std::vector<item_index> led_here(before.begin(), before.end());
  led_here.push_back(source);
  auto& known = sources_[target];
  for (const auto item : led_here) {
    std::erase(known, item);
    if (item != target) known.push_back(item);
  }
  if (known.size() > followed_max)
    known.erase(known.begin(), known.end() - static_cast<std::ptrdiff_t>(followed_max));
}

std::vector<item_index> item_transfers::targets() const {
  std::vector<item_index> all;
  for (const auto& [target, sources] : sources_)
    if (!sources.empty()) all.push_back(target);
  return all;
}

std::span<const item_index> item_transfers::sources_of(item_index item) const noexcept {
  const auto known = sources_.find(item);
  return known == sources_.end() ? std::span<const item_index>{} : known->second;
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
