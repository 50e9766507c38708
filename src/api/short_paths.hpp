// Short paths that look alike: which of them a request means. Asked by rows of `routes.cpp`.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"

#include <span>
#include <string_view>

namespace footfall::api {

/// True for `/{event}/{user}/{itemtype}/{item}`, links that name neither solution nor customer, as one
/// generation of documents printed them (protocol X2). The first segment tells it from a recommendation of
/// the older form: no solution id is the name of an event. Thread-safe.
[[nodiscard]] bool is_short_link(std::span<const std::string_view> segments) noexcept;

/// True when `/{solution}/{customer}/{third}/{fourth}` is the tracking URL of an event, complete or not, and
/// no recommendation of the older form, which looks the same. Thread-safe.
[[nodiscard]] bool is_event_of_user(std::span<const std::string_view> segments);

/// True when `/{solution}/{customer}/{third}` ends like a recommendation of the older form; other paths of
/// three segments are none of a recommendation for nobody. Thread-safe.
[[nodiscard]] bool is_recommendation_to_nobody(std::span<const std::string_view> segments);

/// The request that a short link stands for, with solution and customer in front. Errors: those of
/// `http::target::assign`. Thread-safe.
[[nodiscard]] result<http::request> full_request(std::string_view customer_id,
                                                 const http::request& short_link);

/// Whether `/{solution}/{customer}/{source}/user...` is about attributes of users: a source has no name of an
/// event.
[[nodiscard]] bool is_about_user(std::span<const std::string_view> segments);

}  // namespace footfall::api
