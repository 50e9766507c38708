// The customer that an option names.
#pragma once

#include "footfall/settings/application_settings.hpp"

#include <string>

namespace footfall::commands {

/// The settings of the customer with this id; they live as long as `settings`. Errors: `bad_configuration`
/// with the ids that there are.
[[nodiscard]] result<const customer::customer_settings*> find_customer(
    const settings::application_settings& settings, const std::string& id);

}  // namespace footfall::commands
