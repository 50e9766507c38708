// Events with segments in rings by type, their sets of segments as numbers.
#include "footfall/profile/segment_log.hpp"

#include "footfall/events/event_kinds.hpp"

#include <boost/smart_ptr/make_shared.hpp>

#include <algorithm>
#include <mutex>
#include <set>
#include <type_traits>

namespace footfall::profile {

namespace {

// So much memory for what requests look at: beyond it that is made anew.
constexpr std::size_t events_in_rings_max = 500'000;

// What nobody counts any more leaves the budget, too.
template <class Rings>
void drop_ring(Rings& rings, events::event_type type, std::size_t& events_in_rings) {
  const auto made = rings.find(type);
  if (made == rings.end()) return;
  events_in_rings -= made->second->newest_first().size();
  rings.erase(made);
}

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
  auto number = none;
  if (free_sets_.empty()) {
    sets_.emplace_back();
  } else {
    number = free_sets_.back();
    free_sets_.pop_back();
  }
  for (const auto& each : split) segments_[each].sets.insert(number);
  members_ += split.size();
  numbers_.emplace(text, number);
  sets_[number] = {std::move(split), text};
  return number;
}

void segment_log::add(events::event_type type, segment_event event) {
  auto& set = sets_[event.set];
  ++set.events;
  for (const auto& each : set.segments) {
    auto& known = segments_.find(each)->second;
    known.newest_s = std::max(known.newest_s, event.time_s);
    note_change(known, type);
  }
  auto& ring = events_[type];
  // Mostly at the end; what an import brings late does not take the place of what is newer.
  ring.insert(std::ranges::upper_bound(ring, event.time_s, {}, &segment_event::time_s), event);
  if (ring.size() > events_max) {
    leave(type, ring.front().set);
    ring.pop_front();
  }
  while (segments_.size() > segments_max || members_ > members_max) drop_oldest();
}

// The oldest event of all types; there is one.
void segment_log::drop_oldest() {
  auto oldest = events_.end();
  for (auto each = events_.begin(); each != events_.end(); ++each)
    if (!each->second.empty() &&
        (oldest == events_.end() || each->second.front().time_s < oldest->second.front().time_s))
      oldest = each;
  leave(oldest->first, oldest->second.front().set);
  oldest->second.pop_front();
}

// One event less of a set, which goes with its last.
void segment_log::leave(events::event_type type, std::uint32_t number) {
  auto& set = sets_[number];
  for (const auto& each : set.segments) note_change(segments_.find(each)->second, type);
  if (--set.events != 0) return;
  for (const auto& each : set.segments) {
    const auto known = segments_.find(each);
    known->second.sets.erase(number);
    if (!known->second.sets.empty()) continue;
    for (const auto& [of, ring] : known->second.rings) events_in_rings_ -= ring->newest_first().size();
    segments_.erase(known);
  }
  members_ -= set.segments.size();
  numbers_.erase(set.text);
  set = {};
  free_sets_.push_back(number);
}

void segment_log::note_change(known_segment& in, events::event_type type) {
  in.changed_at = ++changes_;
  drop_ring(in.rings, type, events_in_rings_);
}

void segment_log::forget(const user_key& user) {
  const std::lock_guard lock(mutex_);
  for (auto& ring : events_)
    std::erase_if(ring.second, [&](const segment_event& each) {
      const bool is_own = each.user == user;
      if (is_own) leave(ring.first, each.set);
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
      leave(type, ring.front().set);
      ring.pop_front();
      ++revision_;
    }
}

void segment_log::count_for(item_rule items_now) {
  const std::lock_guard lock(mutex_);
  items_now_ = std::move(items_now);
  items_changed_at_ = ++changes_;
  drop_rings();
  ++revision_;
}

void segment_log::items_changed() {
  const std::lock_guard lock(mutex_);
  items_changed_at_ = ++changes_;
  drop_rings();
  ++revision_;
}

void segment_log::drop_rings() const {
  if (events_in_rings_ == 0) return;
  for (auto& [name, known] : segments_) known.rings.clear();
  events_in_rings_ = 0;
}

std::vector<segment_part> segment_log::read(events::event_type type, std::uint32_t after_s) const {
  std::vector<segment_part> parts;
  item_rule items_now;
  {
    const std::shared_lock lock(mutex_);
    const auto ring = events_.find(type);
    if (ring == events_.end()) return parts;
    constexpr auto not_met = static_cast<std::size_t>(-1);
    std::vector<std::size_t> places(sets_.size(), not_met);
    auto next = std::ranges::upper_bound(ring->second, after_s, {}, &segment_event::time_s);
    for (; next != ring->second.end(); ++next) {
      auto& place = places[next->set];
      if (place == not_met) {
        place = parts.size();
        parts.push_back({sets_[next->set].segments, {}});
      }
      parts[place].events.push_back(*next);
    }
    items_now = items_now_;
  }
  if (!items_now) return parts;
  for (auto& part : parts)
    for (auto& event : part.events) event.item = items_now(event.item, event.time_s);
  return parts;
}

boost::shared_ptr<const segment_ring> segment_log::ring_of(events::event_type type,
                                                           std::string_view segment) const {
  walked found;
  {
    const std::shared_lock lock(mutex_);
    const auto known = segments_.find(segment);
    const auto events = events_.find(type);
    if (known == segments_.end() || events == events_.end()) return nullptr;
    if (const auto made = known->second.rings.find(type); made != known->second.rings.end())
      return made->second;
    found = walk(known->second, events->second);
  }
  if (found.newest_first.empty()) return nullptr;
  if (found.items_now)
    for (auto& event : found.newest_first) event.item = found.items_now(event.item, event.time_s);
  auto made = boost::make_shared<const segment_ring>(std::move(found.newest_first));
  keep(type, segment, found.changes, made);
  return made;
}

segment_log::walked segment_log::walk(const known_segment& of,
                                      const std::deque<segment_event>& events) const {
  walked found{{}, items_now_, changes_};
  std::vector<bool> holds(sets_.size());
  for (const auto set : of.sets) holds[set] = true;
  for (auto next = events.rbegin(); next != events.rend() && found.newest_first.size() < ring_events_max;
       ++next)
    if (holds[next->set]) found.newest_first.push_back({next->item, next->time_s});
  return found;
}

// For who asks next, where nothing has happened meanwhile.
void segment_log::keep(events::event_type type, std::string_view segment, std::uint64_t changes,
                       const boost::shared_ptr<const segment_ring>& made) const {
  const std::lock_guard lock(mutex_);
  const auto known = segments_.find(segment);
  if (known == segments_.end() || known->second.changed_at > changes || items_changed_at_ > changes) return;
  drop_ring(known->second.rings, type, events_in_rings_);
  events_in_rings_ += made->newest_first().size();
  if (events_in_rings_ > events_in_rings_max) {
    drop_rings();
    events_in_rings_ = made->newest_first().size();
  }
  known->second.rings[type] = made;
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
  constexpr std::size_t bytes_of_segment = 240;  // of one that is known
  const std::shared_lock lock(mutex_);
  std::size_t bytes = sets_.size() * bytes_of_set + segments_.size() * bytes_of_segment +
                      2 * events_in_rings_ * sizeof(ring_event);
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
