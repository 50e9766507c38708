// Parts of a request that several endpoints read in the same way.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/events/read_event.hpp"
#include "footfall/http/request.hpp"

#include <string_view>

namespace footfall::api {

/// True for the first segments that mean footfall (protocol A2). Thread-safe.
[[nodiscard]] bool is_solution_id(const endpoint_context& context, std::string_view segment);

/// The customer of `/{solution}/{customer}/...`, with the first path segment checked (protocol A2).
/// Errors: `not_found` for an unknown solution id, `unknown_customer`.
[[nodiscard]] result<customer::customer_directory::pointer> find_customer(const endpoint_context& context,
                                                                          std::string_view solution,
                                                                          std::string_view customer_id);

/// The customer with this id, for paths without a solution id. Errors: `unknown_customer`.
[[nodiscard]] result<customer::customer_directory::pointer> find_customer(const endpoint_context& context,
                                                                          std::string_view customer_id);

/// Checks HTTP Basic credentials: user = customer id, password = licence key (protocol A6).
/// Errors: `unauthorized` when they are missing or wrong, `forbidden` when they are those of another
/// customer.
[[nodiscard]] result<void> check_license(const endpoint_context& context,
                                         const customer::customer_settings& owner,
                                         const http::request& question);

/// The two bars before a customer's endpoints: the customer's limit of requests, and the licence key where
/// `authenticated`; without that an `Authorization` header is ignored (protocol A6).
/// Errors: `too_many_requests`; those of `check_license`.
[[nodiscard]] result<void> check_access(const endpoint_context& context, customer::customer& owner,
                                        const customer::customer_settings& settings,
                                        const http::request& question, bool authenticated);

/// What reading an event needs to know of the customer; valid as long as `settings` and `context` are.
[[nodiscard]] events::reading_context reading_context_of(const endpoint_context& context,
                                                         const customer::customer& owner,
                                                         const customer::customer_settings& settings);

}  // namespace footfall::api
