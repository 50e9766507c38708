// What happened on the way to an answer, for those who ask why.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/recommend/filters.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace footfall::recommend {

/// A model and its part in something: of a stage its weight, of an item what it has added to the score.
struct model_share {
  const model::built_model* model = nullptr;
  float share = 0;
  std::string part{};  ///< of a stage: the part that was asked for, as `color=lime`; empty: all of it
};

/// A stage of the scenario.
struct recorded_stage {
  bool asked = false;
  std::size_t candidates = 0;  ///< different items that its models named and that could be shown
  std::size_t gave = 0;
  std::vector<model_share> models;  ///< those that were there
};

/// An item of the answer.
struct recorded_item {
  std::size_t stage = 0;  ///< index in the scenario
  std::vector<model_share> shares;
  std::vector<const boost_settings*> boosts;  ///< that wanted it further up
};

/// A candidate that a filter took.
struct refused_item {
  item_index item{};
  const filter* by = nullptr;
};

/// Filled by `recommend`. The model set and the scenario outlive it.
struct answer_record {
  std::vector<recorded_stage> stages;  ///< all of the scenario
  std::vector<recorded_item> items;    ///< as in the answer
  std::vector<refused_item> refused;   ///< each item once, in order of its number
};

}  // namespace footfall::recommend
