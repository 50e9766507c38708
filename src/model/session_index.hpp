// Where each item occurs in a book of sessions, how often, and in how many sessions by weight.
#pragma once

#include "footfall/model/session_book.hpp"
#include "model/pair_weights.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace footfall::model {

/// An event in the form in which pairs are counted: 8 bytes, so that the neighbourhood of an event is one or
/// two cache lines.
struct session_event {
  std::uint32_t mark;  ///< rank of the item and four marks in the highest bits
  float weight;        ///< by its age

  static constexpr std::uint32_t begins_bit = 0x80000000;   ///< the first of its session
  static constexpr std::uint32_t ends_bit = 0x40000000;     ///< the last of its session
  static constexpr std::uint32_t returns_bit = 0x20000000;  ///< the item occurs again later in this session
  static constexpr std::uint32_t repeats_bit = 0x10000000;  ///< some item of this session occurs twice
  static constexpr std::uint32_t rank_mask = 0x0FFFFFFF;    ///< 16 times the items that a customer may have

  [[nodiscard]] std::uint32_t rank() const noexcept { return mark & rank_mask; }
  [[nodiscard]] bool begins_session() const noexcept { return (mark & begins_bit) != 0; }
  [[nodiscard]] bool ends_session() const noexcept { return (mark & ends_bit) != 0; }
  [[nodiscard]] bool returns() const noexcept { return (mark & returns_bit) != 0; }
  [[nodiscard]] bool session_repeats() const noexcept { return (mark & repeats_bit) != 0; }
};

/// Events by slot of the book. Only slots of live sessions inside the window hold something.
using session_events = std::unique_ptr<session_event[]>;

/// Items go by rank: at first the most frequent one is 0, so that the counters of frequent items lie close
/// together and stay in the cache; items that come later get the next ranks.
///
/// It costs 4 bytes for each event, and 1/4 for finding the session of a slot: the events themselves are read
/// from the book. Not thread-safe for changes; concurrent reading is fine.
class session_index {
 public:
  /// Indexes all live sessions in place of what was indexed before, and gives the events for counting.
  /// Linear in the number of events; the result does not depend on the number of threads.
  session_events fill(const session_book& book, const pair_weights& weights, unsigned threads);

  /// Takes what has changed since `place`, which must be that of the last call of this or of `fill`.
  void follow(const session_book& book, const book_place& place, std::span<const session_number> ended,
              const pair_weights& weights);

  [[nodiscard]] std::size_t size() const noexcept { return items_.size(); }
  [[nodiscard]] item_index item_of(std::uint32_t rank) const noexcept { return items_[rank]; }
  /// The rank of an item that has occurred.
  [[nodiscard]] std::uint32_t rank_of(item_index item) const noexcept { return ranks_[item]; }
  /// Events of an item.
  [[nodiscard]] std::uint32_t count_of(std::uint32_t rank) const noexcept { return counts_[rank]; }
  /// Sum over the sessions that hold an item of the mean weight of its events.
  [[nodiscard]] double support_of(std::uint32_t rank) const noexcept { return supports_[rank]; }

  /// The slots that `fill` found, rising.
  [[nodiscard]] std::span<const std::uint32_t> slots_of(std::uint32_t rank) const noexcept {
    if (rank + std::size_t{1} >= offsets_.size()) return {};
    return {slots_.get() + offsets_[rank], offsets_[rank + 1] - offsets_[rank]};
  }

  /// Calls `take(session, slot)` for each event of an item in a live session, the events of one session one
  /// after the other.
  template <class Take>
  void for_each_event(const session_book& book, std::uint32_t rank, Take take) const;

  [[nodiscard]] std::size_t events() const noexcept { return events_; }
  [[nodiscard]] std::size_t sessions() const noexcept { return sessions_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

 private:
  static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
  static constexpr std::uint32_t slots_per_mark = 16;
  // How many slots ahead memory is asked for when an item's events are visited.
  static constexpr std::size_t prefetch_slots = 8;
  struct block;

  void count_block(const session_book& book, const pair_weights& weights, block& part) const;
  void rank_items(std::vector<block>& blocks);
  void fill_block(const session_book& book, const pair_weights& weights, block& part, session_event* events);
  void prefetch_cursor(const session_book& book, const block& part, std::uint32_t slot) const;
  void append_session(const session_book& book, session_number session, const pair_weights& weights);
  void change_supports(const session_view& view, const pair_weights& weights, double sign);
  void sum_support(const session_book& book, const pair_weights& weights, std::uint32_t rank);
  void mark_slots(const session_book& book, session_number session);
  std::uint32_t rank_or_add(item_index item);
  [[nodiscard]] session_number session_at(const session_book& book, std::uint32_t slot) const noexcept {
    auto session = marks_[slot / slots_per_mark];
    while (book.first_slot(session + 1) <= slot) ++session;
    return session;
  }

  std::vector<item_index> items_;       // by rank
  std::vector<std::uint32_t> ranks_;    // by item; none: it has not occurred
  std::vector<std::uint32_t> counts_;   // by rank
  std::vector<double> supports_;        // by rank
  std::vector<std::uint32_t> offsets_;  // by rank of the first ones, into slots_
  std::unique_ptr<std::uint32_t[]> slots_;
  std::vector<session_number> marks_;    // of every 16th slot: whose it is
  std::uint32_t first_appended_ = 0;     // slots from here on are in chains
  std::vector<std::uint32_t> previous_;  // by slot from there: the one before of the same item
  std::vector<std::uint32_t> newest_;    // by rank: the newest slot in its chain
  std::vector<std::uint32_t> doubtful_;  // ranks whose supports may have lost their digits
  std::vector<std::pair<std::uint32_t, float>> scratch_;
  std::size_t events_ = 0;
  std::size_t sessions_ = 0;
};

template <class Take>
void session_index::for_each_event(const session_book& book, std::uint32_t rank, Take take) const {
  const auto slots = slots_of(rank);
  for (std::size_t next = 0; next < slots.size(); ++next) {
    if (next + 2 * prefetch_slots < slots.size())
      __builtin_prefetch(&marks_[slots[next + 2 * prefetch_slots] / slots_per_mark]);
    if (next + prefetch_slots < slots.size())
      book.prefetch(marks_[slots[next + prefetch_slots] / slots_per_mark], slots[next + prefetch_slots]);
    const auto session = session_at(book, slots[next]);
    if (book.lives(session)) take(session, slots[next]);
  }
  if (newest_.empty()) return;
  for (auto slot = newest_[rank]; slot != none; slot = previous_[slot - first_appended_])
    if (const auto session = session_at(book, slot); book.lives(session)) take(session, slot);
}

}  // namespace footfall::model
