// One client connection: a loop of read, answer, wait for the disk, write.
#pragma once

#include "asio_types.hpp"
#include "commit_waiters.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/http/body_budget.hpp"
#include "footfall/http/service.hpp"
#include "footfall/settings/server_settings.hpp"
#include "footfall/traffic/connection_counts.hpp"
#include "tls_identity.hpp"
#include "worker_pool.hpp"

#include <boost/asio/cancellation_signal.hpp>

#include <cstdint>
#include <limits>
#include <string>

namespace footfall::server {

/// What the connections of one io thread share.
struct connection_surroundings {
  const clock& time;
  const settings::limit_settings& limits;
  commit_waiters& commits;
  worker_pools& workers;
  http::body_budget& bodies;
  std::string date;       ///< value of the Date field, renewed once a second
  bool stopping = false;  ///< connections that open now are closed after their first request
};

/// What the io thread keeps of a connection, to end it: *total* cancellation asks it to finish, *terminal*
/// ends it wherever it is.
struct live_connection {
  static constexpr std::int64_t no_deadline = std::numeric_limits<std::int64_t>::max();
  std::int64_t deadline_ns =
      no_deadline;  ///< on the steady clock; moved by the connection, swept by the io thread
  const traffic::connection_counts* counted_by = nullptr;
  bool idle = false;  ///< between requests: the one with the earliest deadline has been so the longest
  asio::cancellation_signal cancel;
};

/// Serves the connection until either side ends it. The references outlive the task.
[[nodiscard]] task<> serve_connection(tcp_socket socket, const http::service& application,
                                      connection_surroundings& around, live_connection& self);

/// The same over TLS; the handshake has the time of a request.
[[nodiscard]] task<> serve_tls_connection(tcp_socket socket, tls_identity::pointer who,
                                          const http::service& application, connection_surroundings& around,
                                          live_connection& self);

}  // namespace footfall::server
