// Events with segments in rings by type, their sets of segments as numbers.
#include "footfall/profile/segment_log.hpp"

#include "footfall/events/event_kinds.hpp"

#include <algorithm>
#include <mutex>
#include <set>
#include <type_traits>

namespace footfall::profile {

namespace {

std::vector<std::string> split_segments(std::string_view list) {
  std::vector<std::string> segments;
  while (!list.empty()) {
    const auto segment = list.substr(0, list.find(','));
    list.remove_prefix(segment.size() == list.size() ? segment.size() : segment.size() + 1);
    if (!segment.empty()) segments.emplace_back(segment);
  }
  std::ranges::sort(segments);
  segments.erase(std::unique(segments.begin(), segments.end()), segments.end());
  return segments;
}

std::string join_segments(std::span<const std::string> segments) {
  std::string text;
  for (const auto& each : segments) text.append(text.empty() ? "" : ",").append(each);
  return text;
}

std::uint32_t quantity_of(const events::event& committed) noexcept {
  return committed.type == events::event_type::rate ? static_cast<std::uint32_t>(committed.value)
                                                    : std::max(committed.quantity, 1U);
}

}  // namespace

void segment_log::apply(const events::event& committed, item_index item, std::string_view segments) {
  const bool is_comment = committed.type == events::event_type::rate && committed.value < 0;
  if (segments.size() > set_bytes_max || committed.time_ms < 0 || is_comment) return;
  const std::lock_guard lock(mutex_);
  const auto set = number_of(segments);
  if (set == sets_.size()) return;
  add(committed.type, {committed.user, item, static_cast<std::uint32_t>(committed.time_ms / 1000),
                       quantity_of(committed), set});
  ++revision_;
}

// The number of the set, new or known; their count where the list holds none.
std::uint32_t segment_log::number_of(std::string_view segments) {
  auto split = split_segments(segments);
  const auto text = join_segments(split);
  const auto none = static_cast<std::uint32_t>(sets_.size());
  if (split.empty()) return none;
  if (const auto known = numbers_.find(text); known != numbers_.end()) return known->second;
  for (const auto& each : split) ++segments_[each].sets;
  auto number = none;
  if (free_sets_.empty()) {
    sets_.emplace_back();
  } else {
    number = free_sets_.back();
    free_sets_.pop_back();
  }
  numbers_.emplace(text, number);
  sets_[number] = {std::move(split), text};
  return number;
}

void segment_log::add(events::event_type type, segment_event event) {
  auto& set = sets_[event.set];
  ++set.events;
  for (const auto& each : set.segments) {
    auto& newest_s = segments_.find(each)->second.newest_s;
    newest_s = std::max(newest_s, event.time_s);
  }
  auto& ring = events_[type];
  // Mostly at the end; what an import brings late does not take the place of what is newer.
  ring.insert(std::ranges::upper_bound(ring, event.time_s, {}, &segment_event::time_s), event);
  if (ring.size() > events_max) {
    leave(ring.front().set);
    ring.pop_front();
  }
  while (segments_.size() > segments_max) drop_oldest();
}

// The oldest event of all types; there is one.
void segment_log::drop_oldest() {
  auto oldest = events_.end();
  for (auto each = events_.begin(); each != events_.end(); ++each)
    if (!each->second.empty() &&
        (oldest == events_.end() || each->second.front().time_s < oldest->second.front().time_s))
      oldest = each;
  leave(oldest->second.front().set);
  oldest->second.pop_front();
}

// One event less of a set, which goes with its last.
void segment_log::leave(std::uint32_t number) {
  auto& set = sets_[number];
  if (--set.events != 0) return;
  for (const auto& each : set.segments) {
    const auto known = segments_.find(each);
    if (--known->second.sets == 0) segments_.erase(known);
  }
  numbers_.erase(set.text);
  set = {};
  free_sets_.push_back(number);
}

void segment_log::forget(const user_key& user) {
  const std::lock_guard lock(mutex_);
  for (auto& [type, ring] : events_)
    std::erase_if(ring, [&](const segment_event& each) {
      const bool is_own = each.user == user;
      if (is_own) leave(each.set);
      return is_own;
    });
  // Nor does it decide any more which segments are in use.
  for (auto& [name, known] : segments_) known.newest_s = 0;
  for (const auto& [type, ring] : events_)
    for (const auto& each : ring)
      for (const auto& name : sets_[each.set].segments) {
        auto& newest_s = segments_.find(name)->second.newest_s;
        newest_s = std::max(newest_s, each.time_s);
      }
  ++revision_;
}

void segment_log::expire(std::uint32_t since_s) {
  const std::lock_guard lock(mutex_);
  for (auto& [type, ring] : events_)
    while (!ring.empty() && ring.front().time_s < since_s) {
      leave(ring.front().set);
      ring.pop_front();
      ++revision_;
    }
}

void segment_log::count_for(std::function<item_index(item_index, std::uint32_t)> items_now) {
  const std::lock_guard lock(mutex_);
  items_now_ = std::move(items_now);
  ++revision_;
}

std::vector<segment_part> segment_log::read(events::event_type type, std::uint32_t after_s,
                                            const choice& wanted) const {
  const std::shared_lock lock(mutex_);
  std::vector<segment_part> parts;
  const auto ring = events_.find(type);
  if (ring == events_.end()) return parts;
  constexpr auto not_looked_at = static_cast<std::size_t>(-1);
  constexpr auto not_wanted = static_cast<std::size_t>(-2);
  std::vector<std::size_t> places(sets_.size(), not_looked_at);
  auto next = std::ranges::upper_bound(ring->second, after_s, {}, &segment_event::time_s);
  for (; next != ring->second.end(); ++next) {
    auto event = *next;
    auto& place = places[event.set];
    if (place == not_looked_at) {
      const auto& segments = sets_[event.set].segments;
      place = !wanted || wanted(segments) ? parts.size() : not_wanted;
      if (place != not_wanted) parts.push_back({segments, {}});
    }
    if (place == not_wanted) continue;
    if (items_now_) event.item = items_now_(event.item, event.time_s);
    parts[place].events.push_back(event);
  }
  return parts;
}

segment_state segment_log::state_of(std::string_view segment, std::uint32_t since_s) const {
  const std::shared_lock lock(mutex_);
  const auto known = segments_.find(segment);
  if (known == segments_.end()) return segment_state::unknown;
  return known->second.newest_s >= since_s ? segment_state::active : segment_state::inactive;
}

std::uint64_t segment_log::revision() const {
  const std::shared_lock lock(mutex_);
  return revision_;
}

std::size_t segment_log::size() const {
  const std::shared_lock lock(mutex_);
  std::size_t count = 0;
  for (const auto& [type, ring] : events_) count += ring.size();
  return count;
}

std::size_t segment_log::bytes() const {
  constexpr std::size_t bytes_of_set = 160;      // with where it is found
  constexpr std::size_t bytes_of_segment = 112;  // of one that is known
  const std::shared_lock lock(mutex_);
  std::size_t bytes = sets_.size() * bytes_of_set + segments_.size() * bytes_of_segment;
  for (const auto& each : sets_)
    bytes += each.segments.capacity() * sizeof(each.segments[0]) + 2 * each.text.capacity();
  for (const auto& [type, ring] : events_) bytes += ring.size() * sizeof(segment_event);
  return bytes;
}

saved_segments segment_log::save() const {
  static_assert(std::has_unique_object_representations_v<saved_segments::entry>);
  const std::shared_lock lock(mutex_);
  saved_segments out;
  // In the order of their texts: the same events give the same file, however their sets got their numbers.
  std::vector<std::uint32_t> places(sets_.size());
  for (const auto& [text, number] : numbers_) {
    places[number] = static_cast<std::uint32_t>(out.set_bytes.size());
    out.set_bytes.push_back(static_cast<std::uint32_t>(text.size()));
    out.text.insert(out.text.end(), text.begin(), text.end());
  }
  for (const auto& [name, known] : segments_) out.newest_s.push_back(known.newest_s);
  for (const auto& [type, ring] : events_)
    for (const auto& each : ring)
      out.events.push_back({each.user, each.item, each.time_s, each.quantity, places[each.set],
                            static_cast<std::uint32_t>(type), 0});
  return out;
}

result<void> segment_log::load(const saved_segments& from, std::size_t items_end, std::uint32_t since_s) {
  const failure never_saved{error::io_failed, "saved segments: events that cannot be"};
  std::vector<std::string_view> texts;
  std::string_view rest(from.text.data(), from.text.size());
  for (const auto size : from.set_bytes) {
    if (size > rest.size() || size > set_bytes_max) return never_saved;
    texts.push_back(rest.substr(0, size));
    rest.remove_prefix(size);
  }
  std::set<std::string> names;
  for (const auto text : texts)
    for (auto& name : split_segments(text)) names.insert(std::move(name));
  if (!rest.empty() || names.size() != from.newest_s.size()) return never_saved;
  const std::lock_guard lock(mutex_);
  for (const auto& each : from.events) {
    const auto* kind =
        each.type <= 255 ? events::find_event_kind(static_cast<events::event_type>(each.type)) : nullptr;
    if (kind == nullptr || !kind->for_models || each.unused != 0) return never_saved;
    if (each.item >= items_end || each.set >= texts.size()) return never_saved;
    if (each.time_s < since_s) continue;
    const auto set = number_of(texts[each.set]);
    if (set == sets_.size()) return never_saved;
    add(static_cast<events::event_type>(each.type), {each.user, each.item, each.time_s, each.quantity, set});
  }
  // Also of events that others have taken the place of.
  auto newest_s = from.newest_s.begin();
  for (const auto& name : names) {
    const auto known = segments_.find(name);
    if (known != segments_.end()) known->second.newest_s = std::max(known->second.newest_s, *newest_s);
    ++newest_s;
  }
  ++revision_;
  return {};
}

}  // namespace footfall::profile
