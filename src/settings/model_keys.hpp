// The rows of the table of configuration keys that say how a model is built.
#pragma once

#include "settings_keys.hpp"

#include <vector>

namespace footfall::settings {

/// The keys of `customers.*.models[]`. Thread-safe.
[[nodiscard]] std::vector<setting> model_keys();
/// Those of `customers.*.models[].attributes[]`. Thread-safe.
[[nodiscard]] std::vector<setting> compared_attribute_keys();

}  // namespace footfall::settings
