#include "footfall/feeds/tracked_share.hpp"

#include "footfall/catalog/quality.hpp"
#include "footfall/events/read_event.hpp"

#include <fmt/format.h>

#include <set>

namespace footfall::feeds {

catalog_import::tracked_ids tracked_share(const customer::customer& owner, const catalog::packed_items& items,
                                          std::int64_t now_ms,
                                          const std::function<bool(item_index)>& known_before) {
  const bool string_ids = owner.settings.load()->alphanumeric_items;
  std::set<std::uint32_t> types;
  std::vector<bool> in_feed(owner.items.size());
  for (std::size_t place = 0; place < items.places(); ++place) {
    if (!items.has(place)) continue;
    const auto item = items.key_at(place);
    types.insert(item.type);
    const auto key = events::read_item(item.type, item.id, string_ids);
    const auto index = key ? owner.items.find(*key) : std::nullopt;
    if (index && *index < in_feed.size()) in_feed[*index] = true;
  }
  catalog_import::tracked_ids share;
  for (const auto index : owner.tracked.since(catalog::tracked_since_s(now_ms / 1000))) {
    if (!types.contains(owner.items.type_of(index))) continue;
    ++share.items;
    share.known += index < in_feed.size() && in_feed[index];
    share.known_before += known_before(index);
  }
  return share;
}

catalog_import::tracked_ids tracked_share(const customer::customer& owner, const catalog::packed_items& items,
                                          std::int64_t now_ms) {
  const auto catalogue = owner.catalogue.load();
  return tracked_share(owner, items, now_ms,
                       [&](item_index index) { return catalogue && catalogue->find(index) != nullptr; });
}

std::optional<catalog_import::remark> verdict_on(const catalog_import::tracked_ids& share) {
  constexpr std::uint64_t known_before_min = 10;
  if (share.known_before < known_before_min || 2 * share.known >= share.known_before) return std::nullopt;
  return catalog_import::remark{
      "0",
      "file",
      "ids-unknown",
      fmt::format("{} of {}, before {}", share.known, share.items, share.known_before),
      {}};
}

}  // namespace footfall::feeds
