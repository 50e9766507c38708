// Checks across keys: what no key can get wrong alone.
#pragma once

#include "mistakes.hpp"

#include "footfall/settings/application_settings.hpp"

namespace footfall::settings {

/// Scenarios name models that exist, models that need context get some, ids occur once, customers differ also
/// as numbers. Mistakes carry the path in the file. Thread-safe.
void check_references(const application_settings& settings, mistakes& found);

}  // namespace footfall::settings
