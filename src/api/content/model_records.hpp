// Models as the back office of the documents shows them (protocol I1, "Model record").
#pragma once

#include "footfall/model/model_kinds.hpp"
#include "footfall/model/model_set.hpp"
#include "footfall/recommend/scenario.hpp"
#include "footfall/text/json_writer.hpp"

#include <span>

namespace footfall::api {

/// A model of the settings, and what is there of it.
struct shown_model {
  const model::model_definition& definition;
  const model::built_model* built;  ///< null: it waits for the next round
  std::span<const recommend::scenario> scenarios;
};

/// Writes the record. Thread-safe.
void write_model_record(const shown_model& which, text::json_writer& json);

}  // namespace footfall::api
