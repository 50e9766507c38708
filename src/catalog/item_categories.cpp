// Category paths of items: a few entries for each item, newest first, that point to texts shared by all.
#include "footfall/catalog/item_categories.hpp"

#include <algorithm>
#include <limits>
#include <span>
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
    if (known == seen.begin()) {
      known->seen_s = time_s;
      return;
    }
    seen.erase(known);
  } else if (seen.size() == limits_.paths_of_item_max) {
    if (seen.back().seen_s > time_s) return;
    seen.pop_back();
  }
  changed_ = true;
  const auto older = std::ranges::find_if(seen, [&](const seen_path& each) { return each.seen_s <= time_s; });
  seen.insert(older, {place, paths_[place].issue, time_s});
}

std::vector<item_index> item_categories::placed_items() const {
  std::vector<item_index> placed;
  {
    const std::shared_lock lock(mutex_);
    placed.reserve(items_.size());
    for (const auto& each : items_) placed.push_back(each.item);
  }
  std::ranges::sort(placed);
  return placed;
}

bool item_categories::append_newer(std::size_t known, std::vector<item_index>& to) const {
  constexpr std::size_t many = 1000;
  const std::shared_lock lock(mutex_);
  // New ones are appended until the table is full.
  if (items_.size() >= limits_.items_max || known > items_.size() || items_.size() - known > many)
    return false;
  for (auto place = known; place < items_.size(); ++place) to.push_back(items_[place].item);
  return true;
}

std::size_t item_categories::items() const {
  const std::shared_lock lock(mutex_);
  return items_.size();
}

std::size_t item_categories::paths() const {
  const std::shared_lock lock(mutex_);
  return paths_.size();
}

std::size_t item_categories::bytes() const {
  const std::shared_lock lock(mutex_);
  std::size_t bytes = paths_.capacity() * sizeof(known_path) + items_.capacity() * sizeof(item_paths) +
                      path_places_.bucket_count() * 5 + places_.bucket_count() * 9;
  for (const auto& each : paths_) bytes += each.text.capacity();
  for (const auto& each : items_) bytes += each.paths.capacity() * sizeof(seen_path);
  return bytes;
}

saved_categories item_categories::save() const {
  saved_categories out;
  const std::shared_lock lock(mutex_);
  out.paths.reserve(paths_.size());
  for (const auto& each : paths_) {
    out.paths.push_back({each.issue, each.seen_s, static_cast<std::uint32_t>(each.text.size())});
    out.texts.insert(out.texts.end(), each.text.begin(), each.text.end());
  }
  out.items.reserve(items_.size());
  for (const auto& each : items_) {
    out.items.push_back({each.item, static_cast<std::uint32_t>(each.paths.size())});
    for (const auto& [path, issue, seen_s] : each.paths) out.seen.push_back({path, issue, seen_s});
  }
  out.random_state = random_state_;
  out.issues = issues_;
  return out;
}

result<void> item_categories::load(const saved_categories& from, std::size_t items_end) {
  const std::unique_lock lock(mutex_);
  // Without a bit set the generator would stay where it is.
  if (!paths_.empty() || !items_.empty() || from.random_state == 0 || !load_paths(from) ||
      !load_items(from, items_end))
    return failure{error::io_failed, "saved categories: some that cannot be"};
  random_state_ = from.random_state;
  issues_ = from.issues;
  return {};
}

bool item_categories::load_paths(const saved_categories& from) {
  if (from.paths.size() > limits_.paths_max) return false;
  paths_.reserve(from.paths.size());
  path_places_.reserve(from.paths.size());
  std::string_view texts(from.texts.data(), from.texts.size());
  for (const auto& [issue, seen_s, text_bytes] : from.paths) {
    if (text_bytes == 0 || text_bytes > limits_.path_bytes_max || text_bytes > texts.size()) return false;
    paths_.push_back({std::string(texts.substr(0, text_bytes)), issue, seen_s});
    texts.remove_prefix(text_bytes);
    if (!path_places_.insert(static_cast<std::uint32_t>(paths_.size() - 1)).second) return false;
  }
  return true;
}

bool item_categories::load_items(const saved_categories& from, std::size_t items_end) {
  if (from.items.size() > limits_.items_max) return false;
  items_.reserve(from.items.size());
  places_.reserve(from.items.size());
  std::span<const saved_categories::seen_path> seen(from.seen);
  for (const auto& [item, count] : from.items) {
    if (item >= items_end || count > limits_.paths_of_item_max || count > seen.size()) return false;
    if (!places_.emplace(item, static_cast<std::uint32_t>(items_.size())).second) return false;
    auto& paths = items_.emplace_back(item_paths{item, {}}).paths;
    paths.reserve(count);
    for (const auto& [path, issue, seen_s] : seen.first(count)) {
      if (path >= paths_.size()) return false;
      paths.push_back({path, issue, seen_s});
    }
    seen = seen.subspan(count);
  }
  return true;
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
