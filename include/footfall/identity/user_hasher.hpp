// User ids are never stored: only a keyed hash of them (protocol A4, checklist 12).
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/identifiers.hpp"

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

namespace footfall::identity {

/// The secret of an installation, 256 bit. Whoever has it can test whether a guessed user id occurs.
using secret_key = std::array<std::uint8_t, 32>;

/// Reads the key file, or makes it with mode 0600 and random content when there is none.
/// Errors: `io_failed` when it cannot be read, written, has a wrong size, or others may read it.
[[nodiscard]] result<secret_key> load_or_create_key(const std::filesystem::path& file);

/// Reads the key file. Errors: as above, and `not_found` when there is none.
[[nodiscard]] result<secret_key> load_key(const std::filesystem::path& file);

/// Turns user ids into user keys: BLAKE2b with 128 bit output (RFC 7693), keyed by the installation's secret,
/// over customer id, a zero byte and user id, so that the same user of two customers has unrelated keys.
/// Thread-safe.
class user_hasher {
 public:
  explicit user_hasher(const secret_key& key);

  [[nodiscard]] user_key hash(std::string_view customer, std::string_view user) const;

  /// A number for one line of an import (SipHash-2-4 of `content` under a key derived from the secret and the
  /// customer); never 0. Two different lines share one with probability 2^-64.
  [[nodiscard]] std::uint64_t line_id(std::string_view customer, std::string_view content) const;

 private:
  secret_key user_secret_;
  secret_key line_secret_;
};

}  // namespace footfall::identity
