// Imports into the event store of this machine, while no server runs on it.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/settings/application_settings.hpp"

#include "import_sink.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace footfall::commands {

/// Opens the store and the user key of a data directory, which is made when it is missing. `settings` and
/// `shop` outlive the sink; `label` marks what it stores (`events::mark_import`). Errors: those of
/// `store::open_store` (also: a server has the store) and of `store::open_user_key`.
[[nodiscard]] result<std::unique_ptr<import_sink>> open_store_sink(
    const settings::application_settings& settings, const customer::customer_settings& shop,
    const std::filesystem::path& data_directory, std::uint32_t label, const clock& time);

/// A sink that only checks, and counts as stored what could be. `shop` and `time` outlive it.
[[nodiscard]] std::unique_ptr<import_sink> make_checking_sink(const customer::customer_settings& shop,
                                                              const clock& time);

}  // namespace footfall::commands
