// Reads a complete request head into a request.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"

#include <cstdint>
#include <string_view>

namespace footfall::http {

/// How the body of a request is delimited (RFC 9112, section 6.3).
struct body_framing {
  bool chunked = false;
  std::uint64_t length = 0;       ///< announced by Content-Length
  bool expects_continue = false;  ///< the client waits for `100 Continue` before it sends the body

  [[nodiscard]] bool empty() const noexcept { return !chunked && length == 0; }
};

/// Fills `out`, which is clear, from a head that ends with its empty line. `OPTIONS *` leaves the target
/// empty. Errors: `bad_request`, `headers_too_large` (more than 100 fields), `unsupported_encoding` (a
/// transfer coding other than chunked); `out` then holds what was read so far. Thread-safe.
[[nodiscard]] result<body_framing> read_head(std::string_view head, request& out);

}  // namespace footfall::http
