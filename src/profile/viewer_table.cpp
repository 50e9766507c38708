// How many users look at an item: clicks in a heap by time, counted per viewer and per item.
#include "footfall/profile/viewer_table.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <type_traits>

namespace footfall::profile {

namespace {

std::uint64_t viewer_of(item_index item, const user_key& user) noexcept {
  // The key is a hash already; the item needs only to be spread over all bits.
  return user.words[0] ^ ((item + 1ULL) * 0xC2B2AE3D27D4EB4FULL);
}

}  // namespace

viewer_table::viewer_table(std::size_t clicks_max)
    : clicks_max_(std::max<std::size_t>(clicks_max, 1)),
      expired_until_ms_(std::numeric_limits<std::int64_t>::min()) {}

void viewer_table::apply(item_index item, const user_key& user, std::int64_t time_ms) {
  const std::lock_guard lock(mutex_);
  if (time_ms <= expired_until_ms_) return;
  const auto viewer = viewer_of(item, user);
  clicks_.push_back({time_ms, viewer, item});
  std::ranges::push_heap(clicks_, std::greater{});
  if (++clicks_of_viewer_[viewer] == 1) ++viewers_[item];
  if (clicks_.size() > clicks_max_) drop_oldest();
}

void viewer_table::expire(std::int64_t now_ms, std::int64_t window_ms, std::size_t clicks_max) {
  const std::lock_guard lock(mutex_);
  expired_until_ms_ = now_ms - window_ms;
  for (; clicks_max > 0 && !clicks_.empty() && clicks_.front().time_ms <= expired_until_ms_; --clicks_max)
    drop_oldest();
}

std::uint32_t viewer_table::viewers(item_index item, std::int64_t now_ms, std::int64_t window_ms) {
  const std::lock_guard lock(mutex_);
  expired_until_ms_ = now_ms - window_ms;
  while (!clicks_.empty() && clicks_.front().time_ms <= expired_until_ms_) drop_oldest();
  const auto known = viewers_.find(item);
  return known == viewers_.end() ? 0 : known->second;
}

std::size_t viewer_table::bytes() const {
  const std::lock_guard lock(mutex_);
  return clicks_.capacity() * sizeof(click) + clicks_of_viewer_.bucket_count() * 17 +
         viewers_.bucket_count() * 9;
}

saved_viewers viewer_table::save() const {
  static_assert(std::has_unique_object_representations_v<saved_viewers::click>);
  const std::lock_guard lock(mutex_);
  saved_viewers out{.clicks = {}, .expired_until_ms = expired_until_ms_};
  out.clicks.reserve(clicks_.size());
  for (const auto& [time_ms, viewer, item] : clicks_) out.clicks.push_back({time_ms, viewer, item});
  return out;
}

result<void> viewer_table::load(const saved_viewers& from, std::size_t items_end) {
  const failure never_saved{error::io_failed, "saved viewers: clicks that cannot be"};
  const std::lock_guard lock(mutex_);
  if (!clicks_.empty() || from.clicks.size() > clicks_max_) return never_saved;
  clicks_.reserve(from.clicks.size());
  for (const auto& [time_ms, viewer, item] : from.clicks) {
    if (item >= items_end) return never_saved;
    clicks_.push_back({time_ms, viewer, static_cast<item_index>(item)});
    if (++clicks_of_viewer_[viewer] == 1) ++viewers_[static_cast<item_index>(item)];
  }
  if (!std::ranges::is_heap(clicks_, std::greater{})) return never_saved;
  expired_until_ms_ = from.expired_until_ms;
  return {};
}

void viewer_table::forget(const user_key& user) {
  const std::lock_guard lock(mutex_);
  const auto gone = std::erase_if(clicks_, [&](const click& each) {
    const bool is_own = each.viewer == viewer_of(each.item, user);
    if (is_own) count_out(each);
    return is_own;
  });
  if (gone > 0) std::ranges::make_heap(clicks_, std::greater{});
}

void viewer_table::drop_oldest() {
  std::ranges::pop_heap(clicks_, std::greater{});
  const auto oldest = clicks_.back();
  clicks_.pop_back();
  count_out(oldest);
}

void viewer_table::count_out(const click& gone) {
  const auto clicks = clicks_of_viewer_.find(gone.viewer);
  if (--clicks->second != 0) return;
  clicks_of_viewer_.erase(clicks);
  const auto looking = viewers_.find(gone.item);
  // Two items of one hash would be counted under one of them only.
  if (looking != viewers_.end() && --looking->second == 0) viewers_.erase(looking);
}

}  // namespace footfall::profile
