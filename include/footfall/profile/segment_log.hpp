// What happened lately in segments: the newest events that say in which segments their user was.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"
#include "footfall/profile/segment_ring.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>
#include <boost/unordered/unordered_flat_set.hpp>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::profile {

/// An event that carried segments.
struct segment_event {
  user_key user{};
  item_index item = 0;
  std::uint32_t time_s = 0;
  std::uint32_t quantity = 1;  ///< of purchases; of ratings the rating
  std::uint32_t set = 0;       ///< within the log
};

/// Events that carried the same segments.
struct segment_part {
  std::vector<std::string> segments;  ///< each once, ascending
  std::vector<segment_event> events;  ///< by time, of one second as they came
};

/// Whether a segment is one of events, and of lately.
enum class segment_state : std::uint8_t { unknown, active, inactive };

/// A log as it is kept in a file.
struct saved_segments {
  struct entry {
    user_key user{};
    std::uint32_t item = 0;
    std::uint32_t time_s = 0;
    std::uint32_t quantity = 0;
    std::uint32_t set = 0;
    std::uint32_t type = 0;
    std::uint32_t unused = 0;
  };
  std::vector<entry> events;             ///< by type, each by time
  std::vector<std::uint32_t> set_bytes;  ///< of the text of each set
  std::vector<char> text;                ///< of all sets, segments with commas
  std::vector<std::uint32_t> newest_s;   ///< of each segment, in the order of their names
};

/// The newest events of one customer that carried segments, at most `events_max` of each type: a flood of
/// strangers takes the place of older ones and no more. What requests look at is made once and shared until
/// something happens in the segment, so that the writer waits for no walk that grows with them. Thread-safe.
class segment_log {
 public:
  static constexpr std::size_t events_max = 50'000;
  static constexpr std::size_t set_bytes_max = 256;  ///< an event that carries longer ones is left out
  /// Different ones: where strangers make up more, the oldest events go.
  static constexpr std::size_t segments_max = 100'000;
  static constexpr std::size_t members_max = 500'000;  ///< of all different sets together; the same holds
  static constexpr std::size_t ring_events_max = 10'000;

  /// `segments` with commas, each once.
  void apply(const events::event& committed, item_index item, std::string_view segments);
  void forget(const user_key& user);
  /// Forgets the events before this time.
  void expire(std::uint32_t since_s);

  /// From now on items are those for which events count by now.
  using item_rule = std::function<item_index(item_index, std::uint32_t time_s)>;
  void count_for(item_rule items_now);
  /// That rule says something else than it did.
  void items_changed();

  /// Events of one type later than `after_s`, by the segments that they carried.
  [[nodiscard]] std::vector<segment_part> read(events::event_type type, std::uint32_t after_s) const;

  /// The newest `ring_events_max` events of one type that carried the segment; null when there is none. Costs
  /// a walk of the events of that type only when something has happened in the segment since the last call.
  [[nodiscard]] boost::shared_ptr<const segment_ring> ring_of(events::event_type type,
                                                              std::string_view segment) const;

  /// Active: an event since then carried it.
  [[nodiscard]] segment_state state_of(std::string_view segment, std::uint32_t since_s) const;

  /// Grows with every change.
  [[nodiscard]] std::uint64_t revision() const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] std::size_t bytes() const;

  [[nodiscard]] saved_segments save() const;
  /// Fills an empty log, without what is before `since_s`. Items must be below `items_end`. Errors:
  /// `io_failed` when none was ever saved like this; the log is then of no use.
  [[nodiscard]] result<void> load(const saved_segments& from, std::size_t items_end, std::uint32_t since_s);

 private:
  struct known_set {
    std::vector<std::string> segments;
    std::string text;
    std::size_t events = 0;  // 0: its number is free
  };
  struct known_segment {
    boost::unordered_flat_set<std::uint32_t> sets;  // that it is in
    std::uint32_t newest_s = 0;
    std::uint64_t changed_at = 0;
    // Made for requests; only one that nothing has happened to since.
    std::map<events::event_type, boost::shared_ptr<const segment_ring>> rings;
  };
  struct walked {
    std::vector<ring_event> newest_first;
    item_rule items_now;
    std::uint64_t changes = 0;
  };
  using known_segments = std::map<std::string, known_segment, std::less<>>;
  std::uint32_t number_of(std::string_view segments);
  void add(events::event_type type, segment_event event);
  void leave(events::event_type type, std::uint32_t set);
  void note_change(known_segment& in, events::event_type type);
  void drop_oldest();
  void drop_rings() const;
  [[nodiscard]] walked walk(const known_segment& of, const std::deque<segment_event>& events) const;
  void keep(events::event_type type, std::string_view segment, std::uint64_t changes,
            const boost::shared_ptr<const segment_ring>& made) const;

  mutable std::shared_mutex mutex_;  // guards all below
  std::map<events::event_type, std::deque<segment_event>> events_;
  std::vector<known_set> sets_;
  std::vector<std::uint32_t> free_sets_;
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  mutable known_segments segments_;  // their rings change with what is asked
  std::size_t members_ = 0;
  item_rule items_now_;
  std::uint64_t revision_ = 0;
  std::uint64_t changes_ = 0;  // of segments, and of what items count for
  std::uint64_t items_changed_at_ = 0;
  mutable std::size_t events_in_rings_ = 0;  // at most
};

}  // namespace footfall::profile
