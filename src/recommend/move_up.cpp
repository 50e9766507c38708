#include "recommend/move_up.hpp"

#include <algorithm>
#include <utility>

namespace footfall::recommend {

namespace {

// Where an item goes: twice its place, one less where a boost takes it there, which is before who is there.
struct moved_item {
  std::int64_t key;
  std::size_t from;
};

template <class Entry>
void reorder(std::span<const moved_item> order, std::vector<Entry>& entries) {
  std::vector<Entry> ordered;
  ordered.reserve(entries.size());
  for (const auto& each : order) ordered.push_back(std::move(entries[each.from]));
  entries.swap(ordered);
}

}  // namespace

std::size_t most_places(std::span<const boost_settings> boosts) noexcept {
  std::size_t most = 0;
  for (const auto& each : boosts) most = std::max<std::size_t>(most, each.places);
  return most;
}

void move_up(std::span<const boost_settings> boosts, const filter_input& input,
             std::vector<recommended_item>& items, answer_record* record) {
  // Kept by each thread: a request allocates nothing here but where something moves.
  thread_local std::vector<moved_item> order;
  thread_local filter_findings found;
  order.clear();
  for (std::size_t place = 0; place < items.size(); ++place)
    order.push_back({2 * static_cast<std::int64_t>(place), place});
  bool moves = false;
  for (const auto& settings : boosts) {
    const auto* row = find_booster(settings.by);
    found.clear();
    if (row == nullptr || !row->prepare(input, settings, found)) continue;
    for (auto& each : order) {
      const auto item = items[each.from].item;
      if (!row->wants(input, settings, found, {item, input.told_of(item)})) continue;
      const auto place = static_cast<std::int64_t>(each.from) - std::int64_t{settings.places};
      each.key = std::min(each.key, 2 * std::max<std::int64_t>(place, 0) - 1);
      moves = true;
      if (record != nullptr) record->items[each.from].boosts.push_back(&settings);
    }
  }
  if (!moves) return;
  std::ranges::stable_sort(order, {}, &moved_item::key);
  std::vector<std::uint32_t> relevances;
  for (const auto& each : items) relevances.push_back(each.relevance);
  reorder(order, items);
  for (std::size_t place = 0; place < items.size(); ++place) items[place].relevance = relevances[place];
  if (record != nullptr) reorder(order, record->items);
}

}  // namespace footfall::recommend
