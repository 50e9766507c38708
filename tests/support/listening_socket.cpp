#include "support/listening_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>

namespace footfall::test {

listening_socket::listening_socket() : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(socket_, generic, size) != 0 || listen(socket_, 8) != 0 ||
      getsockname(socket_, generic, &size) != 0)
    throw std::runtime_error("cannot listen");
  port_ = ntohs(address.sin_port);
}

listening_socket::~listening_socket() { close(socket_); }

int listening_socket::accept() const {
  const int connection = ::accept(socket_, nullptr, nullptr);
  timeval patience{.tv_sec = 10, .tv_usec = 0};
  if (connection >= 0) setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return connection;
}

void listening_socket::stop() const { shutdown(socket_, SHUT_RDWR); }

}  // namespace footfall::test
