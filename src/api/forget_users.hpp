// Users who are to be forgotten, whoever asks for it.
#pragma once

#include "footfall/api/routes.hpp"

#include <span>

namespace footfall::api {

/// Has all that is known of these users of the customer forgotten, keeps them from being tracked, and fills
/// `out` with the receipt of each, in their order. Waits for the disk. Errors: those of the log; nothing is
/// forgotten then.
[[nodiscard]] result<void> forget_users(const endpoint_call& call, std::span<const user_key> users,
                                        http::response& out);

}  // namespace footfall::api
