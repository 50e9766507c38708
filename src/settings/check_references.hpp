// Checks across keys: what no key can get wrong alone.
#pragma once

#include "mistakes.hpp"

#include "footfall/settings/application_settings.hpp"

#include <string>
#include <string_view>

namespace footfall::settings {

/// Reports ids that are given twice, submodels that make no sense, customers that PHP clients could not tell
/// apart, and TLS listeners without a certificate. Before anything is added to what the file gives.
void check_references(const application_settings& settings, mistakes& found);

/// Reports submodels that make no sense, and attributes where they mean nothing. `path` is where the model is
/// for people.
void check_model(const model::model_definition& definition, const std::string& path, mistakes& found);

/// Reports models that the customer has not, and shares that the kind of a model does not allow. `path` is
/// where the scenario is for people.
void check_scenario(const customer::customer_settings& shop, const recommend::scenario& plan,
                    const std::string& path, mistakes& found);

/// The same of the shares of one model, as far as the model is what is wrong. Thread-safe.
void check_use(const customer::customer_settings& shop, const recommend::scenario& plan,
               std::string_view model, const std::string& path, mistakes& found);

}  // namespace footfall::settings
