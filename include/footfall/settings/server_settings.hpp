// Settings of the listeners and connections.
#pragma once

#include "footfall/events/tracking_path.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::settings {

/// Bounds on what clients can take up.
struct limit_settings {
  std::size_t request_line_bytes = 8192;        ///< longer: 414; 1 KiB..64 KiB
  std::size_t header_bytes = 16384;             ///< longer, with the request line: 431; 2 KiB..256 KiB
  std::size_t body_bytes = 8388608;             ///< of a bulk request; longer: 413; 1 KiB..1 GiB
  std::size_t body_memory_bytes = 268435456;    ///< of all bodies together; beyond it: 503; 1 MiB..64 GiB
  std::uint32_t body_bytes_per_second = 16384;  ///< a body may take longer by its size over this; 0: never
  std::size_t connections = 10000;              ///< open at once; idle ones give way to more; 1..1,000,000
  std::size_t connections_per_address =
      0;                                  ///< of a client; more are closed; 0: a quarter of all; 0..1,000,000
  std::int64_t idle_timeout_ms = 30'000;  ///< between requests; 1s..1h
  std::uint32_t requests_per_second_per_address = 0;  ///< of a client; more: 429; 0: no limit; 0..1,000,000
  std::uint32_t requests_burst_per_address = 0;       ///< at once; 0: those of a second; 0..1,000,000
  std::int64_t request_timeout_ms = 10'000;  ///< from the first byte of a request to its last; 1s..10m
};

/// Listeners that speak TLS 1.2 and 1.3 without a proxy in front; none by default.
struct tls_settings {
  std::vector<std::string> listen;  ///< addresses beside the plain ones; empty: no TLS
  std::string certificate;          ///< file: chain of certificates, PEM; read again by a reload
  std::string key;                  ///< file: key without passphrase, PEM; read again by a reload
};

/// The listeners. An address is `127.0.0.1:8080`, `[::1]:8080`; port 0 takes a free one.
struct server_settings {
  std::vector<std::string> listen{"127.0.0.1:8080"};
  std::string admin_listen = "127.0.0.1:8081";  ///< health, metrics, model status; never public
  std::string admin_token;                      ///< wanted there as `Authorization: Bearer`; empty: none
  std::vector<std::string> admin_hosts;         ///< names that `Host` may have there, besides addresses
  unsigned threads = 0;                         ///< io threads; 0: one per core; 0..256
  std::string public_event_host;                ///< host of the links in answers; empty: the request's
  std::vector<std::string> solution_ids = events::default_solution_ids();  ///< first segments of paths
  std::vector<std::string> trusted_proxies{"127.0.0.1/32"};
  bool request_log = false;           ///< each request is a line of the log
  bool metrics_per_customer = false;  ///< also where there are more than 50
  tls_settings tls;
  limit_settings limits;
};

/// `shop.example.com`, `[::1]`, with `:PORT` or without; goes into links, so nothing else is let through.
/// Thread-safe.
[[nodiscard]] bool is_host(std::string_view text);

}  // namespace footfall::settings
