// The rows of the table of configuration keys for pages that call the endpoints of RichRelevance.
#pragma once

#include "mistakes.hpp"
#include "settings_keys.hpp"

#include <vector>

namespace footfall::settings {

[[nodiscard]] std::vector<setting> richrelevance_keys();
[[nodiscard]] std::vector<setting> richrelevance_application_keys();
[[nodiscard]] std::vector<setting> richrelevance_placement_keys();
[[nodiscard]] std::vector<setting> richrelevance_message_keys();

/// Reports api keys that two customers have, and placements of scenarios that the customer has not. When the
/// libraries are there.
void check_richrelevance(const application_settings& settings, mistakes& found);

}  // namespace footfall::settings
