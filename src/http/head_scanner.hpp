// Finds the end of a request head in bytes that arrive piece by piece.
#pragma once

#include "footfall/core/failure.hpp"

#include <cstddef>
#include <string_view>

namespace footfall::http {

/// Walks over the lines of a head once, whatever pieces it arrives in, and enforces the limits that must hold
/// before the head is complete. Not thread-safe.
class head_scanner {
 public:
  head_scanner(std::size_t request_line_bytes, std::size_t header_bytes) noexcept
      : request_line_bytes_(request_line_bytes), header_bytes_(header_bytes) {}

  /// `received` begins with the first byte of the request, as in every earlier call for this request. Size of
  /// the head with its closing empty line; 0 while it is not complete.
  /// Errors: `target_too_long`, `headers_too_large`; `bad_request` for bytes that do not begin a request, a
  /// line end without carriage return, and a folded line (RFC 9112, section 5.2).
  [[nodiscard]] result<std::size_t> scan(std::string_view received);

  /// Begins the next head.
  void restart() noexcept { line_begin_ = scanned_ = 0; }

 private:
  std::size_t request_line_bytes_;
  std::size_t header_bytes_;
  std::size_t line_begin_ = 0;
  std::size_t scanned_ = 0;  // no line feed in line_begin_..scanned_
};

}  // namespace footfall::http
