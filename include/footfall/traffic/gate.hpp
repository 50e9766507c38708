// The way in for all requests: where they come from, and whether there are too many of them.
#pragma once

#include "footfall/traffic/client_address.hpp"
#include "footfall/traffic/keyed_times.hpp"
#include "footfall/traffic/rate_limit.hpp"

#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace footfall::traffic {

struct gate_settings {
  std::vector<network> trusted_proxies{};
  rate_limit per_address{};
};

/// What a request says about its sender.
struct sender {
  std::string_view peer;           ///< address of the connection's other end
  std::string_view forwarded_for;  ///< content of all X-Forwarded-For fields, joined by commas
};

/// Thread-safe; what threads share is written seldom or striped.
class gate {
 public:
  explicit gate(const gate_settings& settings);

  /// The address that a limit counts for: the client's, of IPv6 the first 64 bits, since a single customer of
  /// a provider has that many addresses. A peer that is no address (a socket in the file system) counts as
  /// one.
  [[nodiscard]] address client(const sender& from) const;

  /// The address that a bound on connections counts for, as in `client`; nothing for a trusted proxy and for
  /// a peer that is no address.
  [[nodiscard]] std::optional<address> bounded_peer(std::string_view peer) const;

  /// Takes a token of the client's bucket; false when there is none. Buckets of 65,536 addresses are kept;
  /// when more are busy at once, those that were the least busy begin anew with a full one.
  [[nodiscard]] bool admit(const sender& from, std::int64_t now_ns);

  /// Notes a request, to find out whether all traffic comes through one proxy that is not trusted: a limit
  /// per address would then be one for everybody. True when the operator should be told now: at most once an
  /// hour.
  [[nodiscard]] bool should_warn_of_proxy(const sender& from, std::int64_t now_ns);

  /// True when that was so within the last hour.
  [[nodiscard]] bool suspects_proxy(std::int64_t now_ns) const noexcept;

  [[nodiscard]] bool limits_addresses() const noexcept { return per_address_.per_second != 0; }

 private:
  const trusted_proxies proxies_;
  const rate_limit per_address_;
  const std::uint64_t seed_;  // so that nobody can choose addresses that share a place
  keyed_times buckets_;

  // Requests in a row that came from one untrusted peer and were forwarded; written only as long as there is
  // something to find out.
  std::atomic<std::uint64_t> run_peer_{0};
  std::atomic<std::uint32_t> run_length_{0};
  std::atomic<std::int64_t> suspected_ns_{0};  // last time; 0: never
  std::atomic<std::int64_t> warned_ns_{0};
};

}  // namespace footfall::traffic
