// Addresses and listening sockets.
#pragma once

#include "asio_types.hpp"
#include "footfall/core/failure.hpp"

#include <string>
#include <string_view>

namespace footfall::server {

/// Reads `127.0.0.1:8080` or `[::1]:8080`. Errors: `bad_configuration`.
[[nodiscard]] result<asio::ip::tcp::endpoint> read_address(std::string_view text);

/// Which of the listening sockets of an address one is.
enum class listener_turn {
  first,   ///< the address must be free: another server on it is an error, as without SO_REUSEPORT
  further  ///< joins the first one of this server
};

/// Opens a listening socket that others of this process can join (SO_REUSEPORT), so that every io thread has
/// one of its own and the kernel spreads connections. Errors: `bad_configuration` with the address and the
/// system's reason.
[[nodiscard]] result<tcp_acceptor> open_listener(asio::io_context& context,
                                                 const asio::ip::tcp::endpoint& address, listener_turn turn);

/// `127.0.0.1:8080`.
[[nodiscard]] std::string to_text(const asio::ip::tcp::endpoint& address);

}  // namespace footfall::server
