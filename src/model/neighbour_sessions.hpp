// Past sessions in the form in which similar ones are looked up: for each item the newest that hold it.
#pragma once

#include "model/age_decay.hpp"
#include "model/session_contents.hpp"
#include "model/session_list.hpp"
#include "model/stage_times.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// The index. Immutable, thread-safe. A later one shares with the one before what has not changed.
struct neighbour_sessions {
  session_contents contents;
  std::vector<session_list> lists;  ///< by item
  std::vector<float> rarities;      ///< by item: ln(sessions / sessions with it), 1 where not positive
  std::shared_ptr<const age_decay> weights;  ///< of a session by its last second
  std::size_t sessions = 0;                  ///< of the history, those without a place in a list too
  std::size_t events = 0;                    ///< of these

  /// The list of an item; null when it has none.
  [[nodiscard]] const session_list* find(item_index item) const noexcept {
    return item < lists.size() && lists[item].size() != 0 ? &lists[item] : nullptr;
  }
  /// How many items have a list.
  [[nodiscard]] std::size_t items() const noexcept;
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

  /// Writes all but `weights`, for `load`.
  void save(model_writer& to) const;
  /// An index without `weights`; nothing when that was never saved, or an item is not below `items_end`.
  [[nodiscard]] static std::optional<neighbour_sessions> load(model_reader& from, std::size_t items_end);
};

/// Makes one index after the other. Sessions of one item alone count for the rarity of items, but are not
/// listed: they say nothing about what goes together. Not thread-safe.
class neighbour_session_lists {
 public:
  /// Each item lists at least its `per_item` newest sessions, when it has so many.
  explicit neighbour_session_lists(std::size_t per_item);

  /// The index of all live sessions, of their events later than `after_s`. Linear in the number of events but
  /// for the ordering of sessions.
  [[nodiscard]] neighbour_sessions build(const session_book& book, std::uint32_t after_s,
                                         std::shared_ptr<const age_decay> weights, unsigned threads,
                                         stage_times& times);

  /// The index after `before`, the last one made here, when `book` has gone on since `place`: the same as of
  /// all live sessions. Nothing when an item has lost so many sessions that older ones would have to come
  /// back; then `build` is to be called. Linear in what changed and in the number of items.
  [[nodiscard]] std::optional<neighbour_sessions> change(const neighbour_sessions& before,
                                                         const session_book& book, const book_place& place,
                                                         std::uint32_t after_s, stage_times& times);

  /// How many sessions the last call has put in or taken out.
  [[nodiscard]] std::size_t sessions_changed() const noexcept { return sessions_changed_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept {
    return holders_.capacity() * sizeof(holders_[0]) + places_.capacity() * sizeof(places_[0]);
  }

 private:
  struct list_change;
  class item_buffers;

  [[nodiscard]] std::vector<std::uint32_t> count_sessions(const session_book& book, std::uint32_t after_s);
  [[nodiscard]] item_buffers choose_sessions(const session_book& book, std::uint32_t after_s,
                                             const std::vector<std::uint32_t>& listed, unsigned threads);
  void store_sessions(const session_book& book, std::uint32_t after_s, session_contents& contents);
  void count(std::size_t events, std::span<const session_item> items, bool comes);
  [[nodiscard]] session_list change_list(const session_list& list, std::span<const list_change> changes,
                                         const session_contents& contents);
  void fill_counts(neighbour_sessions& index) const;

  std::size_t per_item_;
  std::size_t most_;  // sessions that a list keeps: some may go before older ones are missed
  std::vector<std::uint32_t> holders_;  // by item: sessions with it
  std::vector<content_place> places_;   // by number in the book; of sessions that lie nowhere `nowhere`
  std::size_t sessions_ = 0;
  std::size_t events_ = 0;
  std::size_t sessions_changed_ = 0;
};

}  // namespace footfall::model
