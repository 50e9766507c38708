#include "footfall/catalog/quality.hpp"

#include <algorithm>
#include <vector>

namespace footfall::catalog {

std::uint32_t tracked_since_s(std::int64_t now_s) noexcept {
  constexpr std::int64_t day_s = 86'400;
  return static_cast<std::uint32_t>(std::max<std::int64_t>(now_s - (tracked_days_shown - 1) * day_s, 0));
}

catalogue_quality quality_of(const catalogue* which, const item_dictionary& items,
                             const tracked_days& tracked, std::int64_t now_s) {
  catalogue_quality found;
  const auto all = which == nullptr ? 0 : items.size();
  for (std::size_t index = 0; index < all; ++index) {
    const auto item = static_cast<item_index>(index);
    const auto* const record = which->find(item);
    if (record == nullptr) continue;
    auto& of = found[items.type_of(item)];
    ++of.items;
    of.recommendable += is_recommendable(*record, now_s);
    for (std::size_t member = 0; member < told_members; ++member)
      of.told[member] += record->has(static_cast<told_member>(member));
  }
  for (const auto item : tracked.since(tracked_since_s(now_s))) {
    auto& of = found[items.type_of(item)];
    ++of.tracked;
    of.tracked_known += which != nullptr && which->find(item) != nullptr;
  }
  return found;
}

type_quality sum_of(const catalogue_quality& of) {
  type_quality sum;
  for (const auto& [type, each] : of) {
    sum.items += each.items;
    sum.recommendable += each.recommendable;
    for (std::size_t member = 0; member < told_members; ++member) sum.told[member] += each.told[member];
    sum.tracked += each.tracked;
    sum.tracked_known += each.tracked_known;
  }
  return sum;
}

category_counts categories_of(const catalogue& which) {
  const auto& tree = which.tree();
  // How many categories with items come before each place of the walk.
  std::vector<std::size_t> before(tree.size() + 1);
  for (std::size_t place = 0; place < tree.size(); ++place)
    before[place + 1] = before[place] + !which.items_in(tree.at(static_cast<std::uint32_t>(place))).empty();
  category_counts counts{tree.size(), 0};
  for (std::size_t number = 0; number < tree.size(); ++number) {
    const auto within = tree.interval_of(static_cast<category_number>(number));
    counts.empty += before[within.end] == before[within.begin];
  }
  return counts;
}

}  // namespace footfall::catalog
