// A model: an immutable table that scores items.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/model/saved_model.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::model {

/// Most context items that a model looks at; further ones are ignored.
inline constexpr std::size_t context_items_max = 10;

/// A candidate and its score.
struct scored_item {
  item_index item{};
  float score{};                 ///< > 0; comparable within one list only
  std::uint32_t context_bits{};  ///< bit r: the context item of rank r (0 = first) spoke for it
};

/// A step of a build.
struct build_stage {
  std::string_view name;  ///< for people: "counting"
  std::int64_t duration_ns = 0;
  std::size_t memory_bytes = 0;  ///< that its result takes
};

/// How a model came to be; shown by the admin listener.
struct build_record {
  std::int64_t built_at_ms = 0;  ///< wall clock
  std::int64_t duration_ns = 0;
  bool from_changes = false;         ///< made from the model before and what has changed since
  std::size_t sessions_changed = 0;  ///< since the model before; all, when it was made from the whole history
  std::size_t rows_recounted = 0;    ///< co-occurrence: items whose neighbours the changes did not tell
  std::vector<build_stage> stages;
  std::size_t state_bytes = 0;            ///< what the updater keeps for the next time
  std::int64_t reference_time_ms = 0;     ///< the time that ages count from
  bool counts_from_newest_event = false;  ///< the wall clock's window held too few events
  bool short_window = false;  ///< popularity: only the events of `model_definition::short_window_ms` counted
  std::size_t events_used = 0;
  std::size_t sessions_used = 0;
  std::size_t items = 0;  ///< that the model can recommend or has neighbours of
  std::size_t memory_bytes = 0;
};

/// An immutable model. Thread-safe.
class model {
 public:
  virtual ~model() = default;

  /// Appends to `out` (empty before) the items that it would recommend, each once, best first where
  /// `needs_context()` is false, in any order otherwise; equal scores in order of item index.
  /// `context`: items newest or most important first; a repeat is ignored and takes no rank, and those of
  /// rank >= context_items_max are ignored.
  /// `wanted`: how many items are useful at the most; a model with context may give fewer or more.
  virtual void score(std::span<const item_index> context, std::size_t wanted,
                     std::vector<scored_item>& out) const = 0;

  /// The same for a list that stands alone, not in a mixture: co-occurrence leaves out neighbours of
  /// neighbours.
  virtual void score_alone(std::span<const item_index> context, std::size_t wanted,
                           std::vector<scored_item>& out) const {
    score(context, wanted, out);
  }

  /// Of a model without context: the score that `score` gives an item, 0 for those that it does not
  /// recommend. Takes constant time.
  [[nodiscard]] virtual float score_of(item_index) const noexcept { return 0; }

  /// The same of many items; `scores` has room for as many.
  virtual void find_scores(std::span<const item_index> items, std::span<float> scores) const noexcept {
    for (std::size_t place = 0; place < items.size(); ++place) scores[place] = score_of(items[place]);
  }

  /// Of a model without context: the sum of the scores of all items.
  [[nodiscard]] virtual double total() const noexcept { return 0; }

  [[nodiscard]] virtual const build_record& record() const noexcept = 0;

  /// Writes what `model_kind::load` makes the same model from.
  virtual void save(model_writer& to) const = 0;
};

}  // namespace footfall::model
