#include "model/repurchases.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

namespace footfall::model {

namespace {

constexpr std::uint32_t span_s = 90 * 86'400;

struct purchase {
  owner_number owner;
  item_index item;
  std::uint32_t time_s;  // of the end of its session
};

}  // namespace

double repurchase_share(const session_book& purchases) {
  std::vector<purchase> all;
  std::vector<item_index> items;
  std::uint32_t newest_s = 0;
  purchases.visit_live([&](session_number session, const session_view& events) {
    items.assign(events.items.begin(), events.items.end());
    std::ranges::sort(items);
    items.erase(std::unique(items.begin(), items.end()), items.end());
    const auto time_s = events.times_s.back();
    newest_s = std::max(newest_s, time_s);
    for (const auto item : items) all.push_back({purchases.owner_of(session), item, time_s});
  });
  std::ranges::sort(all, {},
                    [](const purchase& each) { return std::tuple(each.owner, each.item, each.time_s); });
  std::size_t counted = 0;
  std::size_t repeated = 0;
  for (std::size_t place = 0; place < all.size(); ++place) {
    if (newest_s - all[place].time_s > span_s) continue;
    ++counted;
    const auto* before = place == 0 ? nullptr : &all[place - 1];
    if (before != nullptr && before->owner == all[place].owner && before->item == all[place].item) ++repeated;
  }
  return counted == 0 ? 0 : static_cast<double>(repeated) / static_cast<double>(counted);
}

}  // namespace footfall::model
