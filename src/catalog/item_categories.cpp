// Category paths of items: a few entries for each item, newest first, that point to texts shared by all.
#include "footfall/catalog/item_categories.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace footfall::catalog {
namespace {

// As in the table of histories: more samples would make a step longer and the choice hardly better.
constexpr std::size_t idle_samples = 8;

}  // namespace

item_categories::item_categories(const category_limits& limits) : limits_(limits) {}

void item_categories::add(item_index item, std::string_view path, std::uint32_t time_s) {
  if (path.empty() || path.size() > limits_.path_bytes_max) return;
  const std::unique_lock lock(mutex_);
  const auto place = place_of_path(path, time_s);
  auto& seen = paths_of(item).paths;
  // Places of forgotten texts may have got new ones meanwhile.
  std::erase_if(seen, [&](const seen_path& each) { return !is_valid(each); });
  if (const auto known = std::ranges::find(seen, place, &seen_path::path); known != seen.end()) {
    if (known->seen_s >= time_s) return;
    seen.erase(known);
  } else if (seen.size() == limits_.paths_of_item_max) {
    if (seen.back().seen_s > time_s) return;
    seen.pop_back();
  }
  const auto older = std::ranges::find_if(seen, [&](const seen_path& each) { return each.seen_s <= time_s; });
  seen.insert(older, {place, paths_[place].issue, time_s});
}

std::size_t item_categories::items() const {
  const std::shared_lock lock(mutex_);
  return items_.size();
}

std::size_t item_categories::paths() const {
  const std::shared_lock lock(mutex_);
  return paths_.size();
}

std::uint32_t item_categories::place_of_path(std::string_view path, std::uint32_t time_s) {
  if (const auto known = path_places_.find(path); known != path_places_.end()) {
    auto& last_s = paths_[*known].seen_s;
    last_s = std::max(last_s, time_s);
    return *known;
  }
  auto place = static_cast<std::uint32_t>(paths_.size());
  if (paths_.size() < limits_.paths_max) {
    paths_.emplace_back();
  } else {
    place = pick_idle(paths_.size(), [&](std::size_t each) { return paths_[each].seen_s; });
    path_places_.erase(place);
  }
  paths_[place] = {std::string(path), ++issues_, time_s};
  path_places_.insert(place);
  return place;
}

item_categories::item_paths& item_categories::paths_of(item_index item) {
  const auto [known, is_new] = places_.try_emplace(item, static_cast<std::uint32_t>(items_.size()));
  if (!is_new) return items_[known->second];
  if (items_.size() < limits_.items_max) return items_.emplace_back(item_paths{item, {}});
  const auto place = pick_idle(items_.size(), [&](std::size_t each) {
    const auto& paths = items_[each].paths;
    return paths.empty() ? 0 : paths.front().seen_s;
  });
  known->second = place;
  places_.erase(items_[place].item);
  return items_[place] = item_paths{item, {}};
}

template <class LastSeen>
std::uint32_t item_categories::pick_idle(std::size_t count, LastSeen last_seen_s) {
  std::uint32_t idle = 0;
  auto oldest_s = std::numeric_limits<std::uint32_t>::max();
  for (std::size_t sample = 0; sample < idle_samples; ++sample) {
    // xorshift64 (Marsaglia, Xorshift RNGs, 2003): the choice is the same whenever the log is replayed.
    random_state_ ^= random_state_ << 13;
    random_state_ ^= random_state_ >> 7;
    random_state_ ^= random_state_ << 17;
    const auto place = static_cast<std::uint32_t>(random_state_ % count);
    const auto seen_s = last_seen_s(place);
    if (seen_s > oldest_s) continue;
    oldest_s = seen_s;
    idle = place;
  }
  return idle;
}

}  // namespace footfall::catalog
