// One thread that serves connections: its own event loop, listening sockets and live connections.
#pragma once

#include "asio_types.hpp"
#include "commit_waiters.hpp"
#include "connection.hpp"
#include "footfall/core/clock.hpp"
#include "footfall/http/service.hpp"
#include "footfall/settings/server_settings.hpp"
#include "footfall/tasks/heartbeats.hpp"
#include "footfall/traffic/connection_counts.hpp"
#include "footfall/traffic/gate.hpp"
#include "listen_socket.hpp"

#include <list>
#include <optional>
#include <thread>

namespace footfall::server {

/// Io threads share nothing but the number of open connections. Constructed, started and stopped by one
/// thread.
class io_thread {
 public:
  io_thread(const clock& time, const settings::limit_settings& limits, worker_pools& workers,
            http::body_budget& bodies, const traffic::gate& gate, tasks::heartbeat& pulse);
  ~io_thread();

  /// Opens a listener for `application` and returns its address (with the port that was given for 0). With an
  /// identity it speaks TLS, new connections as the newest one. `counts` bounds its connections, together
  /// with all others that have the same. Before `start`. Errors: `bad_configuration`.
  [[nodiscard]] result<asio::ip::tcp::endpoint> listen(const asio::ip::tcp::endpoint& address,
                                                       const http::service& application,
                                                       traffic::connection_counts& counts, listener_turn turn,
                                                       const published<tls_identity>* secret = nullptr);

  void start();

  /// Stops accepting, lets requests in flight finish, ends the rest after `grace_ms`. Returns at once; `join`
  /// waits. Thread-safe.
  void stop(std::int64_t grace_ms);
  void join();

  /// For the writer thread.
  void resolve(const store::commit_report& report) { commits_.resolve(report); }

 private:
  struct listening {
    tcp_acceptor acceptor;
    const http::service* application;
    traffic::connection_counts* counts;
    const published<tls_identity>* secret;  // null: plain
  };
  void run();
  task<> accept_connections(listening& from);
  task<> sweep();
  void begin_connection(tcp_socket socket, const listening& from);
  void begin_connection(tcp_socket socket, const listening& from, std::list<live_connection>::iterator self,
                        const std::optional<traffic::address>& peer);
  [[nodiscard]] bool end_longest_idle(const traffic::connection_counts& counts);
  void end_late_connections();
  void end_all_connections(asio::cancellation_type how);
  void begin_stop(std::int64_t grace_ms);

  const clock& time_;
  const traffic::gate& gate_;
  tasks::heartbeat& pulse_;
  asio::io_context context_{1};
  commit_waiters commits_;
  connection_surroundings around_;
  timer sweep_timer_;
  std::list<listening> listeners_;
  std::list<live_connection> live_;
  std::int64_t stop_deadline_ns_ = live_connection::no_deadline;
  std::thread thread_;
};

}  // namespace footfall::server
