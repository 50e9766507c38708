// Lists that a person has written.
#pragma once

#include "footfall/model/model_kinds.hpp"

namespace footfall::model {

/// `EDITOR_BASED`: of n different items the first has score n, the last 1. Items without a number are not in
/// it.
[[nodiscard]] std::unique_ptr<model_updater> make_editorial_updater(const model_definition& definition,
                                                                    events::event_type learns_from);

}  // namespace footfall::model
