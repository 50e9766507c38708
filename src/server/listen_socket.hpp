// Addresses and listening sockets.
#pragma once

#include "asio_types.hpp"
#include "footfall/core/failure.hpp"

#include <string>
#include <string_view>

namespace footfall::server {

/// Reads `127.0.0.1:8080` or `[::1]:8080`. Errors: `bad_configuration`.
[[nodiscard]] result<asio::ip::tcp::endpoint> read_address(std::string_view text);

/// Opens a listening socket with SO_REUSEPORT, so that every io thread has one of its own and the kernel
/// spreads connections. Errors: `bad_configuration` with the address and the system's reason.
[[nodiscard]] result<tcp_acceptor> open_listener(asio::io_context& context,
                                                 const asio::ip::tcp::endpoint& address);

/// `127.0.0.1:8080`.
[[nodiscard]] std::string to_text(const asio::ip::tcp::endpoint& address);

}  // namespace footfall::server
