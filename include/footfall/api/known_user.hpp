// All that is known of one user, as JSON for whoever asks on the user's behalf.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/customer/customer.hpp"
#include "footfall/customer/history_keeper.hpp"

#include <string>
#include <string_view>

namespace footfall::api {

/// The JSON object of `GET .../user/{id}/export`. `key` is the hash of `id`; a history may have to come back
/// from the archive first. Errors: `not_found` when nothing is known of the user. Thread-safe.
[[nodiscard]] result<std::string> known_user_json(customer::customer& owner,
                                                  customer::history_keeper& histories, const user_key& key,
                                                  std::string_view id);

}  // namespace footfall::api
