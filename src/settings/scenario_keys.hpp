// The rows of the table of configuration keys that describe scenarios.
#pragma once

#include "settings_keys.hpp"

#include <vector>

namespace footfall::settings {

[[nodiscard]] std::vector<setting> scenario_keys();
[[nodiscard]] std::vector<setting> stage_keys();
[[nodiscard]] std::vector<setting> stage_model_keys();
[[nodiscard]] std::vector<setting> filter_keys();
[[nodiscard]] std::vector<setting> boost_keys();

}  // namespace footfall::settings
