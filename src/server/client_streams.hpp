// What a connection reads from and writes to: a socket as it is, or TLS over one.
#pragma once

#include "asio_types.hpp"
#include "tls_session.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string_view>
#include <tuple>
#include <utility>

namespace footfall::server {

/// As an operation of Asio tells it. Never a failure together with bytes that count.
using io_outcome = std::tuple<boost::system::error_code, std::size_t>;

/// The stream of a plain listener. Each call is the socket's own operation, nothing around it.
class plain_stream {
 public:
  explicit plain_stream(tcp_socket socket) : socket_(std::move(socket)) {}

  [[nodiscard]] task<io_outcome> read_some(std::span<char> to) {
    return socket_.async_read_some(asio::buffer(to.data(), to.size()), use_task);
  }
  [[nodiscard]] task<io_outcome> write(std::string_view bytes) {
    return asio::async_write(socket_, asio::buffer(bytes), use_task);
  }
  /// Says that nothing more will be sent.
  [[nodiscard]] task<> end_sending();

  [[nodiscard]] tcp_socket& socket() noexcept { return socket_; }

 private:
  tcp_socket socket_;
};

/// The stream of a TLS listener: the same calls, with a session in between. Cancelling a call acts on the
/// socket's operation below, so that *total* cancellation ends a read that waits, and lets writes finish.
/// (Asio's own TLS stream knows *terminal* cancellation only and keeps 34 KiB for an idle connection.)
class tls_stream {
 public:
  tls_stream(tcp_socket socket, const tls_identity& who) : socket_(std::move(socket)), session_(who) {}

  /// To be completed before anything else. False: there is nobody to talk to.
  [[nodiscard]] task<bool> shake_hands();

  [[nodiscard]] task<io_outcome> read_some(std::span<char> to);
  [[nodiscard]] task<io_outcome> write(std::string_view bytes);
  [[nodiscard]] task<> end_sending();

  [[nodiscard]] tcp_socket& socket() noexcept { return socket_; }

 private:
  [[nodiscard]] task<boost::system::error_code> send_output();
  [[nodiscard]] task<boost::system::error_code> receive_more();

  static constexpr std::size_t received_bytes = 4096;  // small: every idle connection has such a buffer
  tcp_socket socket_;
  tls_session session_;
  bool cut_ = false;  // a record was sent in part: nothing may follow
  std::array<char, received_bytes> received_;
};

}  // namespace footfall::server
