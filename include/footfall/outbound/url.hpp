// Addresses of others: http and https only, in the one form that is asked for.
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::outbound {

/// Where a request goes.
struct url {
  bool secure = true;  ///< https
  std::string host;    ///< in lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string target;  ///< path and query, from the first slash on
  friend bool operator==(const url&, const url&) = default;
};

/// Reads `https://shop.example/feed.xml?a=1`. What follows `#` is left out; user names, blanks and bytes
/// beyond ASCII are refused. Errors: `bad_parameter`, without the text, which may hold a secret. Thread-safe.
[[nodiscard]] result<url> read_url(std::string_view text);

/// What a `Location` means in an answer of `base` (RFC 3986, section 5; dots in paths are left to the
/// server). Errors: as `read_url`. Thread-safe.
[[nodiscard]] result<url> resolved(const url& base, std::string_view location);

/// True when credentials for one are meant for the other: the same scheme, host and port. Thread-safe.
[[nodiscard]] bool same_origin(const url& one, const url& other) noexcept;

/// Host, and the port where it is not the scheme's own, as the field `Host` has it. Thread-safe.
[[nodiscard]] std::string host_field(const url& of);

/// For people and logs: without the query, which may hold a secret. Thread-safe.
[[nodiscard]] std::string shown(const url& which);

}  // namespace footfall::outbound
