// HMAC-SHA1 (RFC 2104), as old clients sign requests with it (OAuth 1.0). Never for anything new.
#pragma once

#include "footfall/core/failure.hpp"

#include <string>
#include <string_view>

namespace footfall::identity {

/// The HMAC-SHA1 of `text` under `key` in Base64, 28 characters. Errors: `internal` where the system's
/// OpenSSL refuses SHA-1. Thread-safe.
[[nodiscard]] result<std::string> hmac_sha1_of(std::string_view key, std::string_view text);

}  // namespace footfall::identity
