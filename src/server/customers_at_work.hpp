// The customers of a running server: made from the settings, remade by a reload.
#pragma once

#include "footfall/core/published.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/store/event_store.hpp"

#include <span>

namespace footfall::server {

/// The directory for these settings. A customer that `current` (may be null) has already keeps its live state
/// and gets the new settings; `newcomers`, when not null, receives the others. Errors: `store_failed` when a
/// new customer cannot be given its number. `bounds` are those of the histories of new customers.
[[nodiscard]] result<boost::shared_ptr<const customer::customer_directory>> make_directory(
    std::span<const customer::customer_settings> settings, const customer::customer_directory* current,
    store::event_store& store, customer::customer_directory* newcomers,
    const profile::profile_settings& bounds);

}  // namespace footfall::server
