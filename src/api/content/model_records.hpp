// Models as the back office of the documents shows them (protocol I1, "Model record").
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/recommend/scenario.hpp"
#include "footfall/text/json_writer.hpp"

#include <map>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::api {

/// The scenarios that name each model, in their order. Points into those that it was made of.
using scenarios_of_models = std::map<std::string_view, std::vector<const recommend::scenario*>>;

/// Finds them, once for a list of models. Thread-safe.
[[nodiscard]] scenarios_of_models find_scenarios_of_models(std::span<const recommend::scenario> scenarios);

/// A model of the settings, and what is there of it.
struct shown_model {
  const model::model_definition& definition;
  const model::built_model* built;  ///< null: it waits for the next round
  const scenarios_of_models& scenarios;
};

/// Writes the record. Thread-safe.
void write_model_record(const shown_model& which, text::json_writer& json);

}  // namespace footfall::api
