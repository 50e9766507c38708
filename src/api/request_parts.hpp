// Parts of a request that the service and the endpoint that explains read in the same way.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/http/request.hpp"

#include <string_view>

namespace footfall::api {

/// Checks the first segment of `/{solution}/...` (protocol A2). Errors: `not_found`. Thread-safe.
[[nodiscard]] result<void> check_solution(const endpoint_context& context, std::string_view segment);

/// The customer with this id. Errors: `unknown_customer`. Thread-safe.
[[nodiscard]] result<customer::customer_directory::pointer> find_customer(const endpoint_context& context,
                                                                          std::string_view customer_id);

/// The customer that is meant where none is named. Errors: `not_found` unless there is exactly one.
/// Thread-safe.
[[nodiscard]] result<customer::customer_directory::pointer> only_customer(const endpoint_context& context);

/// Checks HTTP Basic credentials: user = customer id, password = licence key (protocol A6).
/// Errors: `unauthorized` when they are missing or wrong, `forbidden` when they are those of another
/// customer. Thread-safe.
[[nodiscard]] result<void> check_license(const endpoint_context& context,
                                         const customer::customer_settings& owner,
                                         const http::request& question);

/// Counts a request of a customer. Errors: `too_many_requests` above its limit. Thread-safe.
[[nodiscard]] result<void> take_request(const endpoint_context& context, customer::customer& owner,
                                        const customer::customer_settings& settings);

/// The host of links in an answer: the configured one, else the one that the client reached us under, as far
/// as it can stand in a link. Valid as long as both. Thread-safe.
[[nodiscard]] std::string_view event_host_of(const endpoint_settings& settings,
                                             const http::request& question);

/// What reading an event needs to know of the customer; valid as long as `settings` and `context` are.
[[nodiscard]] events::reading_context reading_context_of(const endpoint_context& context,
                                                         const customer::customer& owner,
                                                         const customer::customer_settings& settings);

}  // namespace footfall::api
