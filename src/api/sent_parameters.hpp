// The parameters of a request, wherever it carries them: query, form, JSON object.
#pragma once

#include "footfall/api/import_line.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/http/request.hpp"

#include <span>
#include <vector>

namespace footfall::api {

/// Reads parameters; keeps its memory for the next request. Not thread-safe.
class sent_parameters {
 public:
  /// Takes the parameters of the query, then those of the body, so that of a repeated one the first counts. A
  /// body is a form (`application/x-www-form-urlencoded`, or `multipart/form-data` as `FormData` makes it), a
  /// flat JSON object (`application/json`, `text/json`, `...+json`), or, as `text/plain`,
  /// `application/octet-stream` or without a type, what it looks like: `navigator.sendBeacon` sends texts so,
  /// without asking first (no CORS preflight). Errors: `bad_request` and `bad_parameter` for a broken body
  /// and one of another type.
  [[nodiscard]] result<void> read(const http::request& question);

  /// Takes the parameters of the query alone.
  void read_query(const http::request& question);

  /// Removes the parameters with this name, any case, and returns the first value of them that is not empty;
  /// empty when there is none.
  [[nodiscard]] std::string_view take(std::string_view name);

  /// Lives as long as the request and until the next `read`.
  [[nodiscard]] std::span<const events::name_value> all() const noexcept { return parameters_; }

 private:
  std::vector<events::name_value> parameters_;
  http::target form_;
  import_members members_;
};

}  // namespace footfall::api
