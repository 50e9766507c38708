// A scenario: which models answer a request, in which order, and what is left out.
#pragma once

#include "footfall/events/event_kinds.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::recommend {

/// Where a model's context items come from (protocol J1, `contextFlag`).
enum class context_flag : std::uint8_t {
  automatic,  ///< the request's context items, else the user's clicks, purchases, basket and so on
  item,       ///< the request's context items only
  none,       ///< no context
  clicked,    ///< the user's history of this type
  owns,
  consumed,
  rated,
  basket
};

/// A model's share in a stage.
struct stage_model {
  std::string model;  ///< id of a model of the customer
  float weight = 1;   ///< share in the mixture, after each list was divided by the sum of its scores; > 0
  context_flag context = context_flag::automatic;
  /// Of a model without context: its share also reaches the items that other models of the stage named, in
  /// proportion to the sum of its scores of all items.
  bool everywhere = false;
};

/// Models that answer together. One that stands alone gives its own list: co-occurrence without neighbours of
/// neighbours, which belong to mixtures (they help small catalogues and cost news; popularity fills up).
struct scenario_stage {
  std::vector<stage_model> models;
  /// Where co-occurrence and session kNN stand together, their weights are divided anew as the builder has
  /// chosen from the customer's log (`model::weight_choice`); their sum stays.
  bool chosen_weights = false;
};

/// What is left out of an answer (protocol J2). One row in `filters.cpp` each.
struct filter_settings {
  bool context_items = true;       ///< items that the visitor looks at
  bool already_purchased = false;  ///< items that the user owns
  bool already_consumed = false;   ///< items that the user has consumed
  bool same_category = false;      ///< items outside the categories of the request, where it names some
};

/// A recommendation box. The stages are asked in turn until there are enough items.
struct scenario {
  std::string id;
  bool enabled = true;
  std::uint32_t input_type = 1;                ///< item type of context items
  std::vector<std::uint32_t> output_types{1};  ///< item types that it recommends; the first is the default
  std::vector<scenario_stage> stages;
  filter_settings filters;
};

/// The built-in library (protocol C5): what a customer without `scenarios` in its settings gets. It refers to
/// the ids of `model::built_in_models`.
[[nodiscard]] std::vector<scenario> built_in_scenarios();

/// `automatic`, `item`, ... as in the configuration file. Thread-safe.
[[nodiscard]] std::string_view name_of(context_flag flag) noexcept;

}  // namespace footfall::recommend
