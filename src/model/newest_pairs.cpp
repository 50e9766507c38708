// Pairs by item: of each session the one that weighs most.
#include "model/newest_pairs.hpp"

#include <cmath>

namespace footfall::model {

namespace {

void take_pair(item_index item, std::uint32_t session, float pair, float weight,
               item_entries<counted_pair>& row) {
  auto& entry = row.find_or_add(item);
  if (entry.sum == 0 || entry.session != session) entry.in_session = 0;
  entry.session = session;
  if (pair <= entry.in_session) return;
  entry.sum += (pair - entry.in_session) * weight;
  entry.in_session = pair;
}

void add_session(std::span<const item_index> items, std::uint32_t session, item_index item, float weight,
                 const pair_reach& reach, item_entries<counted_pair>& row) {
  for (std::size_t place = 0; place < items.size(); ++place) {
    if (items[place] != item) continue;
    for (std::size_t steps = 1; steps <= reach.distance; ++steps) {
      const auto forward = 1 / static_cast<float>(steps);
      if (place + steps < items.size()) take_pair(items[place + steps], session, forward, weight, row);
      if (reach.backward > 0 && place >= steps)
        take_pair(items[place - steps], session, forward * reach.backward, weight, row);
    }
  }
}

}  // namespace

double time_span::weight_of(std::uint32_t time_s) const noexcept {
  if (half_life_ms <= 0 || time_s >= reference_s) return 1;
  return std::exp2(-1000.0 * (reference_s - time_s) / static_cast<double>(half_life_ms));
}

time_span span_of_scope(std::int64_t scope_ms, std::int64_t half_life_ms,
                        std::uint32_t reference_s) noexcept {
  if (scope_ms == 0) return {-1, half_life_ms, reference_s};
  return {std::int64_t{reference_s} - scope_ms / 1000, scope_ms, reference_s};
}

double newest_pairs::count(item_index item, const sequences& sessions, std::span<const std::uint32_t> newest,
                           const time_span& span, const pair_reach& reach) {
  row_.clear(places_of(sessions, newest));
  double weights = 0;
  for (const auto session : newest) {
    const auto last_s = sessions.last_s(session);
    if (last_s <= span.after_s) break;
    const auto weight = span.weight_of(last_s);
    weights += weight;
    add_session(sessions.items_of(session), session, item, static_cast<float>(weight), reach, row_);
  }
  return weights;
}

std::size_t places_of(const sequences& sessions, std::span<const std::uint32_t> some) noexcept {
  std::size_t places = 0;
  for (const auto session : some) places += sessions.items_of(session).size();
  return places;
}

}  // namespace footfall::model
