#include "model/slice_rows.hpp"

#include <algorithm>

namespace footfall::model {

std::size_t slice_rows::number_of(item_index item, const model_slice& own) const noexcept {
  if (!of_journeys) return own.place_of(item);
  const auto place = std::ranges::lower_bound(clicked, item);
  if (place == clicked.end() || *place != item) return model_slice::nowhere;
  return static_cast<std::size_t>(place - clicked.begin());
}

std::size_t slice_rows::memory_bytes() const noexcept {
  return sizeof(*this) + sessions.memory_bytes() + journeys.memory_bytes() +
         (held_back.capacity() + weights.capacity()) * sizeof(float) +
         (targets.capacity() + clicked.capacity()) * sizeof(item_index);
}

void newest_sequences::add(std::span<const item_index> items, std::uint32_t last_s, std::uint64_t tie,
                           std::span<const float> weights) {
  items = items.last(std::min(items.size(), places_max_));
  weights = weights.last(std::min(weights.size(), places_max_));
  if (items.empty()) return;
  const sequence added{last_s, static_cast<std::uint32_t>(items.size()), tie, items_.size()};
  if (dropped_ && !added.is_newer_than(*dropped_)) return;
  known_.push_back(added);
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
  for (; kept < known_.size() && places + known_[kept].size <= places_max_; ++kept)
    places += known_[kept].size;
  if (kept < known_.size()) dropped_ = known_[kept];
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

}  // namespace footfall::model
