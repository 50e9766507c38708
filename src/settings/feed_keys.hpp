// The rows of the configuration's table about feeds, and about requests to others.
#pragma once

#include "mistakes.hpp"
#include "settings_keys.hpp"

#include <vector>

namespace footfall::settings {

[[nodiscard]] std::vector<setting> outbound_keys();
[[nodiscard]] std::vector<setting> catalogue_keys();
[[nodiscard]] std::vector<setting> feed_keys();
[[nodiscard]] std::vector<setting> feed_text_keys();

/// Checks what the keys say together: a customer pulls each address once.
void check_feeds(const application_settings& settings, mistakes& found);

}  // namespace footfall::settings
