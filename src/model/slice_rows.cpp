#include "model/slice_rows.hpp"

#include <algorithm>

namespace footfall::model {

std::size_t slice_rows::memory_bytes() const noexcept {
  return sizeof(*this) + sessions.memory_bytes() + journeys.memory_bytes() +
         (held_back.capacity() + weights.capacity()) * sizeof(float);
}

void newest_sequences::add(std::span<const item_index> items, std::uint32_t last_s, std::uint64_t tie,
                           std::span<const float> weights) {
  if (last_s < older_s_ || items.empty()) return;
  known_.push_back({last_s, static_cast<std::uint32_t>(items.size()), tie, items_.size()});
  items_.insert(items_.end(), items.begin(), items.end());
  weights_.insert(weights_.end(), weights.begin(), weights.end());
  if (items_.size() >= 2 * places_max_) cut();
}

void newest_sequences::finish() {
  cut();
  items_.shrink_to_fit();
  weights_.shrink_to_fit();
}

// Puts the newest first, and drops what has no room behind them.
void newest_sequences::cut() {
  std::ranges::sort(known_,
                    [](const sequence& left, const sequence& right) { return left.is_newer_than(right); });
  std::size_t kept = 0;
  std::size_t places = 0;
  for (; kept < known_.size() && (kept == 0 || places + known_[kept].size <= places_max_); ++kept)
    places += known_[kept].size;
  if (kept < known_.size()) older_s_ = known_[kept].last_s;
  known_.resize(kept);
  std::vector<item_index> items;
  std::vector<float> weights;
  items.reserve(places);
  for (auto& each : known_) {
    const auto first = items_.begin() + static_cast<std::ptrdiff_t>(each.first);
    if (!weights_.empty()) {
      const auto weight = weights_.begin() + static_cast<std::ptrdiff_t>(each.first);
      weights.insert(weights.end(), weight, weight + each.size);
    }
    each.first = items.size();
    items.insert(items.end(), first, first + each.size);
  }
  items_ = std::move(items);
  weights_ = std::move(weights);
}

sequences newest_sequences::numbered(std::span<const item_index> numbers, std::size_t per_item) const {
  sequences made;
  std::vector<item_index> places;
  for (const auto& each : known_) {
    places.clear();
    for (const auto item : std::span(items_).subspan(each.first, each.size))
      places.push_back(static_cast<item_index>(std::ranges::lower_bound(numbers, item) - numbers.begin()));
    made.add(places, each.last_s);
  }
  made.index(per_item);
  return made;
}

}  // namespace footfall::model
