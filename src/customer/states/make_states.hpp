// The rows of the table of derived states, each made in its own file.
#pragma once

#include "footfall/customer/derived_state.hpp"

namespace footfall::customer {

using made_state = std::unique_ptr<derived_state>;

made_state make_histories(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_viewers(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_categories(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_ratings(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_opt_outs(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_orders(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_preferences(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_segments(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_tracked(const customer_settings& settings, const profile::profile_settings& bounds);
made_state make_kinds(const customer_settings& settings, const profile::profile_settings& bounds);

}  // namespace footfall::customer
