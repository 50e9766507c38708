// Links that name neither solution nor customer, as one generation of documents printed them (protocol X2).
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"

#include <span>
#include <string_view>

namespace footfall::api {

/// True for `/{event}/{user}/{itemtype}/{item}`. The first segment tells it from a recommendation of the
/// older form: no solution id is the name of an event. Thread-safe.
[[nodiscard]] bool is_short_link(std::span<const std::string_view> segments) noexcept;

/// The request that a short link stands for, with solution and customer in front. Errors: `not_found` unless
/// there is exactly one customer. Thread-safe.
[[nodiscard]] result<http::request> full_request(const endpoint_context& context,
                                                 const http::request& short_link);

}  // namespace footfall::api
