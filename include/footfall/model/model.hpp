// A model: an immutable table that scores items.
#pragma once

#include "footfall/model/question.hpp"
#include "footfall/model/saved_model.hpp"

#include <boost/smart_ptr/shared_ptr.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace footfall::model {

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
  bool short_window = false;  ///< popularity: only the events of the option `short_window` counted
  std::size_t events_used = 0;
  std::size_t sessions_used = 0;
  std::size_t items = 0;  ///< that the model can recommend or has neighbours of
  std::size_t memory_bytes = 0;
};

class ranking;

/// An immutable model. Thread-safe.
class model {
 public:
  virtual ~model() = default;

  /// Appends to `out` (empty before) the items that it would recommend, each once: all those that can be
  /// among the best `wanted` that are admitted, in any order. There may be more, and such as are not
  /// admitted.
  virtual void answer(const question& asked, scored_list& out) const = 0;

  /// Of a model that answers with the best of one array: that, which orders equal scores of other models,
  /// too.
  [[nodiscard]] virtual const ranking* ranks() const noexcept { return nullptr; }

  [[nodiscard]] virtual const build_record& record() const noexcept = 0;

  /// Writes what `model_kind::load` makes the same model from.
  virtual void save(model_writer& to) const = 0;
};

}  // namespace footfall::model
