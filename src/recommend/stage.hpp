// Asks the models of one stage and mixes their lists.
#pragma once

#include "recommend/request_admission.hpp"
#include "recommend/request_context.hpp"
#include "recommend/scenario_models.hpp"
#include "recommend/stage_categories.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::recommend {

/// An item that a stage recommends.
struct candidate {
  item_index item{};
  float score{};                      ///< > 0; comparable within its stage
  std::uint32_t context_bits{};       ///< of the context list of `part`
  const stage_model* part = nullptr;  ///< the model that spoke loudest, and what the model set has of it
  const model::built_model* built = nullptr;
};

/// What a request may still cost.
struct request_limits {
  model::search_bound bound{candidates_max, false};
  const clock* time = nullptr;  ///< null: no deadline
  std::int64_t deadline_ns = 0;
  bool late = false;     ///< a model was not asked any more
  bool outside = false;  ///< a candidate was outside the categories of its stage, or the part of its model

  /// Whether the deadline has passed; to be asked before each model but the first.
  [[nodiscard]] bool is_late() noexcept {
    late = late || (time != nullptr && time->steady_ns() >= deadline_ns);
    return late;
  }
};

/// Items among which are all that are admitted; nothing: they are not known.
using item_group = std::optional<model::item_lists>;

/// The shorter of two that both have all that is admitted. Thread-safe.
[[nodiscard]] item_group shorter_of(const item_group& left, const item_group& right) noexcept;

/// What one stage works on.
struct stage_input {
  const recommend_input& all;
  scenario_models models;  ///< of the scenario
  const query& question;
  const filter_input& seen;
  const request_context& context;
  request_admission& filters;
  const model::admission& admits;                 ///< `filters`, or what records them
  item_group group;                               ///< of what it admits
  const stage_categories* of_rankings = nullptr;  ///< what of it rankings tell; null: all
  std::size_t excluded;                           ///< how many items `admits` leaves out by themselves
  std::size_t wanted;
  const model::ranking* popularity;  ///< orders equal scores; may be null
  request_limits& limits;
  std::size_t number;  ///< of the stage
};

/// Replaces `best` by the best items of the stage, at most `wanted`, best first; equal scores by popularity,
/// then by item key. Models that are not built or have no context add nothing; those
/// whose turn comes after the deadline are not asked, but for the first. Thread-safe.
void ask_stage(const scenario_stage& stage, const stage_input& input, std::vector<candidate>& best);

}  // namespace footfall::recommend
