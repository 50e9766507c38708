#include "model/neighbour_session_rows.hpp"

#include "footfall/model/item_entries.hpp"
#include "model/co_occurrence.hpp"
#include "model/newest_pairs.hpp"
#include "model/session_neighbours.hpp"
#include "model/similar_sessions.hpp"

#include <algorithm>
#include <cmath>

namespace footfall::model {

namespace {

// Adds the pairs of one item in one session.
void add_content(const session_content& content, item_index item, float weight, const pair_reach& reach,
                 item_entries<scored_item>& row) {
  const auto items = content.items();
  const auto meeting = static_cast<std::size_t>(std::ranges::find(items, item) - items.begin());
  if (meeting == items.size()) return;  // only in an index that was not saved as it is
  const auto own_steps = content.steps(meeting);
  const auto add = [&](std::size_t place, std::uint32_t distance, float factor) {
    if (distance != 0 && distance <= reach.distance)
      row.find_or_add(items[place]).score += weight * factor / static_cast<float>(distance);
  };
  for (std::size_t place = 0; place < meeting; ++place)
    add(place, content.steps(place) - own_steps, reach.backward);
  for (std::size_t place = meeting + 1; place < items.size(); ++place)
    add(place, own_steps - content.steps(place), 1);
}

// Where all sessions hold an item its rarity is not the logarithm but stands in for it, as 1.
double support_in(const neighbour_sessions& index, item_index item) {
  const auto sessions = static_cast<double>(index.sessions);
  const auto rarity = index.rarities[item];
  return rarity == 1 ? sessions : sessions * std::exp(-double{rarity});
}

}  // namespace

void count_rows(const neighbour_sessions& index, const model_definition& of, const question& asked,
                scored_list& out) {
  thread_local item_entries<scored_item> row;
  thread_local item_entries<scored_item> sums;
  thread_local scored_list added;
  const auto most = of.whole(option::session_candidates);
  const auto damping = of[option::damping];
  const auto exponent = of[option::neighbour_exponent];
  const pair_reach reach{of.whole(option::pair_distance), static_cast<float>(of[option::backward_weight])};
  const ranked_context context(asked.context, context_items_max);
  added.clear();
  for (std::size_t rank = 0; rank < context.size; ++rank) {
    const auto* const list = index.find(context.items[rank]);
    if (list == nullptr) continue;
    const auto held = list->sessions();
    const auto newest =
        held.first(std::min<std::size_t>(held.size(), std::max<std::size_t>(most / (rank + 1), 1)));
    std::size_t places = 0;
    for (const auto each : newest) index.contents.of(place_of(each)).prefetch();
    for (const auto each : newest) places += index.contents.of(place_of(each)).size();
    row.clear(places);
    double sessions = 0;
    for (const auto each : newest) {
      const auto weight = (*index.weights)(last_s_of(each));
      sessions += double{weight};
      add_content(index.contents.of(place_of(each)), context.items[rank], weight, reach, row);
    }
    const auto own =
        (sessions + damping) * std::pow(static_cast<double>(rank + 1), of[option::context_decay]);
    for (const auto& each : row.entries()) {
      const auto support = support_in(index, each.item);
      const auto score = double{each.score} / (own * std::pow(support + damping, exponent));
      if (score > 0 && std::isfinite(score))
        added.push_back({each.item, static_cast<float>(score), 1U << rank});
    }
  }
  sums.clear(added.size());
  for (const auto& each : added) {
    auto& sum = sums.find_or_add(each.item);
    sum.score += each.score;
    sum.context_bits |= each.context_bits;
  }
  out.assign(sums.entries().begin(), sums.entries().end());
}

}  // namespace footfall::model
