// Parts of THE table of models (`model_kinds`).
#pragma once

#include "footfall/model/model_kinds.hpp"

#include <vector>

namespace footfall::model {

/// Kinds that answer from what the user did.
[[nodiscard]] std::vector<model_kind> kinds_of_own_history();

/// Kinds that no events are learned for: from the catalogue, and lists that people write.
[[nodiscard]] std::vector<model_kind> kinds_of_catalogue();

}  // namespace footfall::model
