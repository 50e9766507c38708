// One array of items, best first, and the score of each: what models answer from that need no context.
#pragma once

#include "footfall/model/question.hpp"
#include "footfall/model/saved_model.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace footfall::model {

/// An item and its place's score.
struct ranked_item {
  static constexpr bool has_no_padding = true;
  item_index item;
  float score;  ///< > 0
};

/// Immutable, thread-safe.
class ranking {
 public:
  /// Puts the items, each once, in order: equal scores by item index.
  explicit ranking(std::vector<ranked_item> items);

  /// Appends the best `wanted` items that are admitted, of the group if there is one, best first. Costs the
  /// items up to the last one that it finds; of a group at most twice its size, however long the ranking is.
  void answer(const question& asked, scored_list& out) const;

  /// 0 for those that it does not have. Takes constant time.
  [[nodiscard]] float score_of(item_index item) const noexcept {
    return item < by_item_.size() ? by_item_[item] : 0;
  }
  /// The same of many items; `scores` has room for as many.
  void find_scores(std::span<const item_index> items, std::span<float> scores) const noexcept {
    for (std::size_t place = 0; place < items.size(); ++place) scores[place] = score_of(items[place]);
  }
  /// The sum of all scores.
  [[nodiscard]] double total() const noexcept { return total_; }

  [[nodiscard]] std::span<const ranked_item> items() const noexcept { return best_first_; }
  [[nodiscard]] std::size_t memory_bytes() const noexcept;

  /// Writes it for `load`.
  void save(model_writer& to) const { to.put_all(std::span(best_first_)); }
  /// Nothing when no ranking of items below `items_end` was ever saved like this.
  [[nodiscard]] static std::optional<ranking> load(model_reader& from, std::size_t items_end);

 private:
  bool walk(const question& asked, std::size_t steps, scored_list& out) const;
  void score_group(const question& asked, scored_list& out) const;

  std::vector<ranked_item> best_first_;
  std::vector<float> by_item_;
  double total_ = 0;
};

}  // namespace footfall::model
