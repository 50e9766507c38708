// Signatures of the shop's programs: OAuth 1.0 with HMAC-SHA1 and without tokens (RFC 5849).
#pragma once

#include "footfall/api/routes.hpp"
#include "footfall/core/failure.hpp"
#include "footfall/http/request.hpp"
#include "footfall/settings/richrelevance_settings.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::api::richrelevance {

/// How far the clock of who signs may be off; as long, and as long again, nonces are remembered.
inline constexpr std::int64_t oauth_patience_s = 300;

/// What `Authorization: OAuth` says, decoded.
struct oauth_claim {
  std::string client;     ///< `oauth_consumer_key`, the `apiClientKey` of an application
  std::string signature;  ///< Base64
  std::string nonce;
  std::int64_t time_s = 0;
  /// All of it but `realm` and the signature, which the signature covers.
  std::vector<std::pair<std::string, std::string>> covered;
};

/// Whether the value of an `Authorization` field is of this kind. Thread-safe.
[[nodiscard]] bool is_oauth(std::string_view authorization) noexcept;

/// Errors: `unauthorized` for what is malformed, is there twice or too long, and for other methods and
/// versions. Thread-safe.
[[nodiscard]] result<oauth_claim> read_oauth(std::string_view authorization);

/// The text that is signed (RFC 5849, section 3.4.1). `address` is without its query. Thread-safe.
[[nodiscard]] std::string oauth_base(std::string_view method, std::string_view address,
                                     std::span<const http::parameter> query, const oauth_claim& claim);

/// Checks that an application of the customer has signed this request within the last minutes, and for the
/// first time as far as the last 65,536 are remembered. `call` has the customer. Errors: `unauthorized`,
/// `internal`. Thread-safe.
[[nodiscard]] result<void> check_oauth(const endpoint_call& call,
                                       const settings::richrelevance_settings& keys);

}  // namespace footfall::api::richrelevance
