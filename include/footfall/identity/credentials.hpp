// HTTP Basic credentials (RFC 7617; protocol A6: user = customer id, password = licence key).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace footfall::identity {

/// What a client claims to be. Never logged.
struct credentials {
  std::string user;
  std::string password;
};

/// Reads the value of an `Authorization` header; nothing when it is not well-formed Basic. Thread-safe.
[[nodiscard]] std::optional<credentials> read_basic(std::string_view authorization);

/// Equality in a time that depends on the lengths only (libsodium's sodium_memcmp). Thread-safe.
[[nodiscard]] bool equal_in_constant_time(std::string_view left, std::string_view right);

}  // namespace footfall::identity
