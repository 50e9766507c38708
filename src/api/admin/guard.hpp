// What keeps foreign web pages and strangers off the admin listener.
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"

namespace footfall::api {

/// A browser on the operator's machine reaches the listener for any page that it shows. So `Host` must be an
/// address, `localhost` or a name of `admin_hosts` (else a page's own name could be made to mean this
/// machine), `Origin`, where there is one, must be the listener itself, and what changes something must be
/// sent as `application/json`, which a foreign page may not send. With `admin_token` set, it is wanted as
/// `Authorization: Bearer`. Errors: `forbidden`, `unauthorized`. Thread-safe.
[[nodiscard]] result<void> check_admin(const endpoint_settings& settings, bool changes,
                                       const http::request& head);

/// As `write_json_fault`, but what is asked for is a token.
void write_admin_fault(const failure& why, const http::request& question, http::response& out);

}  // namespace footfall::api
