// The client's sockets and its small response parser.
#include "support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace footfall::test {
namespace {

bool same_name(std::string_view left, std::string_view right) {
  return left.size() == right.size() && strncasecmp(left.data(), right.data(), left.size()) == 0;
}

std::size_t number_in(std::string_view text) {
  std::size_t value = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size())
    throw connection_lost("not a number in the response: " + std::string(text));
  return value;
}

/// Status line and header fields without the empty line at the end.
http_response read_head(std::string_view head) {
  http_response answer;
  if (!head.starts_with("HTTP/1.") || head.size() < 12)
    throw connection_lost("no HTTP response: " + std::string(head.substr(0, 80)));
  answer.status = static_cast<int>(number_in(head.substr(9, 3)));
  for (auto line_end = head.find("\r\n"); line_end != std::string_view::npos; line_end = head.find("\r\n")) {
    head.remove_prefix(line_end + 2);
    const auto line = head.substr(0, head.find("\r\n"));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos)
      throw connection_lost("header field without colon: " + std::string(line));
    auto value = line.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    answer.fields.emplace_back(line.substr(0, colon), value);
  }
  return answer;
}

}  // namespace

std::optional<std::string> http_response::field(std::string_view name) const {
  for (const auto& [field_name, value] : fields)
    if (same_name(field_name, name)) return value;
  return std::nullopt;
}

http_client::http_client(std::uint16_t port, std::chrono::milliseconds timeout)
    : port_(port), timeout_(timeout) {}

http_client::~http_client() { close(); }

http_client::http_client(http_client&& other) noexcept
    : port_(other.port_),
      timeout_(other.timeout_),
      socket_(std::exchange(other.socket_, -1)),
      received_(std::move(other.received_)) {}

http_response http_client::get(std::string_view target, const http_fields& fields) {
  return request("GET", target, {}, fields);
}

http_response http_client::post(std::string_view target, std::string_view body, const http_fields& fields) {
  return request("POST", target, body, fields);
}

http_response http_client::request(std::string_view method, std::string_view target, std::string_view body,
                                   const http_fields& fields) {
  std::string bytes;
  bytes.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1:");
  bytes.append(std::to_string(port_)).append("\r\n");
  for (const auto& [name, value] : fields) bytes.append(name).append(": ").append(value).append("\r\n");
  if (!body.empty() || method == "POST")
    bytes.append("Content-Length: ").append(std::to_string(body.size())).append("\r\n");
  bytes.append("\r\n").append(body);
  send(bytes);
  return receive(method == "HEAD");
}

void http_client::send(std::string_view bytes) {
  if (!connected()) connect();
  while (!bytes.empty()) {
    const auto count = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      close();
      throw connection_lost(std::string("cannot send: ") + std::strerror(errno));
    }
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

http_response http_client::receive(bool without_body) {
  auto head_end = received_.find("\r\n\r\n");
  while (head_end == std::string::npos) {
    if (!receive_more()) throw connection_lost("closed before a complete response");
    head_end = received_.find("\r\n\r\n");
  }
  auto answer = read_head(std::string_view(received_).substr(0, head_end));
  received_.erase(0, head_end + 4);

  const bool never_has_body =
      without_body || answer.status == 204 || answer.status == 304 || answer.status < 200;
  const auto length = answer.field("Content-Length");
  if (!never_has_body && !length) {
    answer.body = receive_until_close();
  } else if (!never_has_body) {
    const auto size = number_in(*length);
    while (received_.size() < size)
      if (!receive_more()) throw connection_lost("closed in the middle of a body");
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
  }
  const auto connection = answer.field("Connection");
  if (connection && same_name(*connection, "close")) close();
  return answer;
}

std::string http_client::receive_until_close() {
  while (receive_more()) {
  }
  return std::exchange(received_, {});
}

void http_client::shut_down_sending() {
  if (connected()) ::shutdown(socket_, SHUT_WR);
}

void http_client::close() noexcept {
  if (connected()) ::close(socket_);
  socket_ = -1;
}

void http_client::connect() {
  received_.clear();
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0) throw connection_lost("cannot make a socket");
  const timeval limit{.tv_sec = timeout_.count() / 1000, .tv_usec = timeout_.count() % 1000 * 1000};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close();
    throw connection_lost(std::string("cannot connect: ") + std::strerror(errno));
  }
}

/// False when the server has closed.
bool http_client::receive_more() {
  if (!connected()) return false;
  std::array<char, 16384> buffer;
  while (true) {
    const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count > 0) {
      received_.append(buffer.data(), static_cast<std::size_t>(count));
      return true;
    }
    if (count < 0 && errno == EINTR) continue;
    const bool too_late = count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
    const auto problem = errno;
    close();
    if (too_late) throw connection_lost("nothing received in time");
    if (count < 0) throw connection_lost(std::string("cannot receive: ") + std::strerror(problem));
    return false;
  }
}

}  // namespace footfall::test
