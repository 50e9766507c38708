// Which addresses requests to others may go to: those of the public internet, and what the operator allows.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/traffic/client_address.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::outbound {

/// False for loopback, private, link-local, shared, reserved, multicast and documentation addresses, and for
/// those that lead to an IPv4 address by a tunnel (RFC 6890). Thread-safe.
[[nodiscard]] bool is_public(const traffic::address& which) noexcept;

/// Immutable; thread-safe.
class guard {
 public:
  /// `allowed`: names of hosts that may have any address, and networks that any host may be in.
  explicit guard(std::span<const std::string> allowed);

  /// `host` in lower case, as the address of the request has it; `at` is what it was resolved to.
  [[nodiscard]] bool may_reach(std::string_view host, const traffic::address& at) const;

 private:
  std::vector<std::string> hosts_;
  std::vector<traffic::network> networks_;
};

}  // namespace footfall::outbound
