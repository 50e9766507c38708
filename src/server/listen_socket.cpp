#include "listen_socket.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <cstdint>

namespace footfall::server {
namespace {

/// SO_REUSEPORT as an Asio option (the generic one is in a namespace for Asio's own use).
class reuse_port {
 public:
  template <class Protocol>
  [[nodiscard]] int level(const Protocol&) const {
    return SOL_SOCKET;
  }
  template <class Protocol>
  [[nodiscard]] int name(const Protocol&) const {
    return SO_REUSEPORT;
  }
  template <class Protocol>
  [[nodiscard]] const int* data(const Protocol&) const {
    return &on_;
  }
  template <class Protocol>
  [[nodiscard]] std::size_t size(const Protocol&) const {
    return sizeof on_;
  }

 private:
  int on_ = 1;
};

}  // namespace

result<asio::ip::tcp::endpoint> read_address(std::string_view text) {
  const failure wrong{error::bad_configuration,
                      fmt::format("address: {} is not like 127.0.0.1:8080 or [::1]:8080", text)};
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return wrong;
  auto host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(std::string(host), failed);
  const auto port = text::to_integer<std::uint16_t>(text.substr(colon + 1));
  if (failed || !port) return wrong;
  return asio::ip::tcp::endpoint(address, *port);
}

result<tcp_acceptor> open_listener(asio::io_context& context, const asio::ip::tcp::endpoint& address,
                                   listener_turn turn) {
  tcp_acceptor acceptor(context);
  boost::system::error_code failed;
  const auto step = [&](auto&& action) {
    if (!failed) action();
  };
  step([&] { acceptor.open(address.protocol(), failed); });
  step([&] { acceptor.set_option(tcp_acceptor::reuse_address(true), failed); });
  // The first one is bound without the option, which the kernel grants only where nobody else is, and gets it
  // before it listens, so that the further ones can join.
  if (turn == listener_turn::further) step([&] { acceptor.set_option(reuse_port(), failed); });
  step([&] { acceptor.bind(address, failed); });
  if (turn == listener_turn::first) step([&] { acceptor.set_option(reuse_port(), failed); });
  step([&] { acceptor.listen(tcp_acceptor::max_listen_connections, failed); });
  if (failed)
    return failure{error::bad_configuration,
                   fmt::format("cannot listen on {}: {}", to_text(address), failed.message())};
  return acceptor;
}

std::string to_text(const asio::ip::tcp::endpoint& address) {
  return address.address().is_v6() ? fmt::format("[{}]:{}", address.address().to_string(), address.port())
                                   : fmt::format("{}:{}", address.address().to_string(), address.port());
}

}  // namespace footfall::server
