// Rows of pairs that are counted from the sessions which another model keeps.
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/question.hpp"

#include <span>

namespace footfall::model {

/// What models that keep the best neighbours of each item are besides. Thread-safe.
class kept_rows {
 public:
  virtual ~kept_rows() = default;

  /// Whether an item of the context may have more neighbours than are kept.
  [[nodiscard]] virtual bool may_lack_neighbours(std::span<const item_index> context) const = 0;
};

/// What models that keep the newest sessions of each item are besides. Thread-safe.
class session_rows {
 public:
  virtual ~session_rows() = default;

  /// Replaces `out` by what goes with the context, in any order: rows on demand (`rows_on_demand.hpp`) as
  /// `of` weighs pairs, from the newest sessions that are kept, each item at its last place in them. Sessions
  /// of one item alone are not kept, so they are not in S, and scores of items that are often alone are
  /// larger than in the whole rows. Supports count all sessions, without their age.
  virtual void count_rows(const model_definition& of, const question& asked, scored_list& out) const = 0;
};

}  // namespace footfall::model
