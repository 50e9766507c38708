// The log of requests, where the configuration asks for it.
#pragma once

#include "footfall/api/routes.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::api {

/// True for an id that may go into the log and back to the client: up to 64 letters, digits, `.`, `_`, `-`.
[[nodiscard]] bool is_request_id(std::string_view text) noexcept;

/// An id that no other request has: made without a system call, but for the first. Thread-safe.
[[nodiscard]] std::string new_request_id();

/// Writes one line about an answered request, with the status that it has for operators, and puts its id into
/// `X-Request-Id`: the one that came with it, if that will do, else a new one. Nothing of what was asked for
/// is logged, since that holds user ids. An event whose commit fails after that is answered with 503 all the
/// same. Thread-safe.
void log_request(const route* row, const http::request& question, int status, std::int64_t duration_ns,
                 http::response& out);

}  // namespace footfall::api
