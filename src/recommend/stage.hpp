// Asks the models of one stage and mixes their lists.
#pragma once

#include "recommend/request_context.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::recommend {

/// An item that a stage recommends.
struct candidate {
  item_index item{};
  float score{};                      ///< > 0; comparable within its stage
  std::uint32_t context_bits{};       ///< of the context list of `part`
  const stage_model* part = nullptr;  ///< the model that spoke loudest, and its id as the model set has it
  std::string_view model;
};

/// What one stage works on.
struct stage_input {
  const recommend_input& all;
  const request_context& context;
  std::uint32_t output_type;
  std::span<const item_index> excluded;        ///< sorted
  std::span<const recommended_item> answered;  ///< by earlier stages
  std::size_t wanted;
  const model::ranking* popularity;  ///< orders equal scores; may be null
};

/// Replaces `best` by the best items of the stage, at most `wanted`, best first; equal scores by popularity,
/// then by item key. Models that are not built or have no context add nothing. Thread-safe.
void ask_stage(const scenario_stage& stage, const stage_input& input, std::vector<candidate>& best);

}  // namespace footfall::recommend
