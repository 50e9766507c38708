// Who is at the other end: addresses, networks, and the way through trusted proxies.
#pragma once

#include "footfall/core/failure.hpp"

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::traffic {

/// An IPv6 address; an IPv4 address is mapped into `::ffff:0:0/96` (RFC 4291, section 2.5.5.2), so that both
/// forms of it are equal.
struct address {
  std::array<std::uint8_t, 16> bytes{};
  friend auto operator<=>(const address&, const address&) = default;
};

/// Reads `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`, with or without a
/// zone (`fe80::1%eth0`); nothing when it is none of these. Thread-safe.
[[nodiscard]] std::optional<address> read_ip_address(std::string_view text);

/// Addresses that begin with the same bits.
struct network {
  address first;
  unsigned bits = 0;  ///< of the mapped form: 96 more than written for IPv4

  [[nodiscard]] bool contains(const address& which) const noexcept;
};

/// Reads an address or `ADDRESS/BITS` (CIDR, RFC 4632). Errors: `bad_configuration`. Thread-safe.
[[nodiscard]] result<network> read_network(std::string_view text);

/// The proxies whose word is taken for where a request comes from. Immutable; thread-safe.
class trusted_proxies {
 public:
  explicit trusted_proxies(std::vector<network> networks) : networks_(std::move(networks)) {}

  [[nodiscard]] bool contains(const address& which) const noexcept;

  /// The client: the peer itself unless it is a trusted proxy; then the right-most address of
  /// `forwarded_for` (the content of X-Forwarded-For, several fields joined by commas) that is not one. What
  /// stands left of that was written by somebody who is not trusted. When it holds something that is not an
  /// address, the hop right of it is the client.
  [[nodiscard]] address client(const address& peer, std::string_view forwarded_for) const;

 private:
  std::vector<network> networks_;
};

}  // namespace footfall::traffic
