// THE table of routes. Adding an endpoint is adding one file and one row in `routes.cpp`.
#pragma once

#include "footfall/api/endpoint_context.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/http/response.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace footfall::api {

/// Which listener serves a route.
enum class listener : std::uint8_t { open, admin };

/// Fills the response, or returns the failure that `error_answers.cpp` turns into one.
using endpoint = result<void> (*)(const endpoint_context& context, const http::request& question,
                                  http::response& out);

/// How large a body may be.
enum class body_size : std::uint8_t {
  form,  ///< 64 KiB
  bulk   ///< `endpoint_settings::bulk_body_bytes`
};

/// One row.
struct route {
  listener where;
  http::method method;
  std::string_view path;  ///< pattern, see `http::router`
  endpoint handler;
  std::string_view name;     ///< label in metrics
  std::string_view summary;  ///< one line for the reference
  body_size body = body_size::form;
  bool slow = false;  ///< may take longer than about a millisecond: runs on a worker thread
  /// Of a route that is not slow: whether this request is, since it has to wait for a file. Null: never.
  bool (*waits)(const endpoint_context& context, const http::request& head) = nullptr;
};

/// All rows. Thread-safe.
[[nodiscard]] std::span<const route> routes() noexcept;

}  // namespace footfall::api
