#include "outbound/transport.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace footfall::outbound {

namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t connecting_ns = 10 * second_ns;
constexpr std::int64_t silence_ns = 30 * second_ns;
constexpr int look_around_ms = 200;
constexpr std::size_t addresses_max = 8;

failure system_failure(std::string_view doing, int number) {
  return {error::io_failed, fmt::format("cannot {}: {}", doing, std::strerror(number))};
}

failure tls_failure(std::string_view doing, const SSL* session) {
  const auto verdict = SSL_get_verify_result(session);
  const auto code = ERR_peek_last_error();
  ERR_clear_error();
  const char* const reason = ERR_reason_error_string(code);
  if (verdict != X509_V_OK)
    return {error::io_failed,
            fmt::format("its certificate is not trusted: {}", X509_verify_cert_error_string(verdict))};
  return {error::io_failed,
          fmt::format("cannot {}: {}", doing, reason != nullptr ? reason : "the connection broke")};
}

traffic::address address_of(const sockaddr& from) {
  traffic::address found;
  if (from.sa_family == AF_INET6) {
    std::memcpy(found.bytes.data(), &reinterpret_cast<const sockaddr_in6&>(from).sin6_addr, 16);
  } else {
    found.bytes[10] = found.bytes[11] = 0xFF;
    std::memcpy(found.bytes.data() + 12, &reinterpret_cast<const sockaddr_in&>(from).sin_addr, 4);
  }
  return found;
}

result<std::vector<traffic::address>> addresses_of(const std::string& host) {
  addrinfo wanted{};
  wanted.ai_socktype = SOCK_STREAM;
  wanted.ai_flags = AI_ADDRCONFIG;
  addrinfo* first = nullptr;
  const int problem = ::getaddrinfo(host.c_str(), nullptr, &wanted, &first);
  if (problem != 0)
    return failure{error::io_failed, fmt::format("host {}: {}", host, ::gai_strerror(problem))};
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(first, &::freeaddrinfo);
  std::vector<traffic::address> found;
  for (const auto* each = first; each != nullptr && found.size() < addresses_max; each = each->ai_next)
    if (each->ai_family == AF_INET || each->ai_family == AF_INET6)
      found.push_back(address_of(*each->ai_addr));
  return found;
}

bool is_v4(const traffic::address& which) {
  const auto mapped = traffic::read_network("0.0.0.0/0");
  return mapped->contains(which);
}

// Non-blocking, so that nothing waits longer than it may.
int open_socket(const traffic::address& at) {
  return ::socket(is_v4(at) ? AF_INET : AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

}  // namespace

void transport::session_closer::operator()(SSL* session) const noexcept { SSL_free(session); }

transport::~transport() {
  session_.reset();
  ::close(connection_);
}

result<void> transport::wait_for(short events, std::int64_t patience_ns) {
  const auto until_ns = std::min(how_long_.until_ns, how_long_.time.steady_ns() + patience_ns);
  for (;;) {
    if (!how_long_.go_on()) return failure{error::not_ready, "it was ended early"};
    pollfd watched{connection_, events, 0};
    const int ready = ::poll(&watched, 1, look_around_ms);
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return system_failure("wait for it", errno);
    if (how_long_.time.steady_ns() >= until_ns) return failure{error::timed_out, "it took too long"};
  }
}

result<void> transport::connect(const traffic::address& at, std::uint16_t port) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_in6);
  if (is_v4(at)) {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    std::memcpy(&v4.sin_addr, at.bytes.data() + 12, 4);
    size = sizeof v4;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    std::memcpy(&v6.sin6_addr, at.bytes.data(), 16);
  }
  if (::connect(connection_, reinterpret_cast<const sockaddr*>(&storage), size) == 0) return {};
  if (errno != EINPROGRESS) return system_failure("connect", errno);
  if (auto ready = wait_for(POLLOUT, connecting_ns); !ready) return ready;
  int problem = 0;
  socklen_t problem_size = sizeof problem;
  ::getsockopt(connection_, SOL_SOCKET, SO_ERROR, &problem, &problem_size);
  if (problem != 0) return system_failure("connect", problem);
  return {};
}

// After a step that did not get through: waits until it may be tried again.
result<void> transport::wait_for_tls(int outcome, std::string_view doing) {
  const int why = SSL_get_error(session_.get(), outcome);
  if (why == SSL_ERROR_WANT_READ) return wait_for(POLLIN, silence_ns);
  if (why == SSL_ERROR_WANT_WRITE) return wait_for(POLLOUT, silence_ns);
  return tls_failure(doing, session_.get());
}

result<void> transport::shake_hands(const url& where, SSL_CTX& terms) {
  session_.reset(SSL_new(&terms));
  if (!session_ || SSL_set_fd(session_.get(), connection_) != 1)
    return failure{error::io_failed, "cannot speak TLS"};
  if (traffic::read_ip_address(where.host)) {
    X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session_.get()), where.host.c_str());
  } else {
    SSL_set_tlsext_host_name(session_.get(), where.host.c_str());
    SSL_set1_host(session_.get(), where.host.c_str());
  }
  for (;;) {
    ERR_clear_error();
    const int outcome = SSL_connect(session_.get());
    if (outcome == 1) return {};
    if (auto ready = wait_for_tls(outcome, "agree on TLS"); !ready) return ready;
  }
}

result<std::unique_ptr<transport>> transport::open(const url& where, const guard& guarded, SSL_CTX& terms,
                                                   const patience& how_long) {
  const auto addresses = addresses_of(where.host);
  if (!addresses) return addresses.error();
  failure last{error::forbidden,
               fmt::format("host {} has no public address; outbound.allow may name it", where.host)};
  for (const auto& each : *addresses) {
    if (!guarded.may_reach(where.host, each)) continue;
    const int connection = open_socket(each);
    if (connection < 0) return system_failure("open a socket", errno);
    std::unique_ptr<transport> opened(new transport(connection, how_long));
    const auto connected = opened->connect(each, where.port);
    const auto agreed = connected && where.secure ? opened->shake_hands(where, terms) : connected;
    if (agreed) return opened;
    last = agreed.error();
    if (last.code() == error::not_ready) break;
  }
  return last;
}

result<void> transport::send(std::string_view bytes) {
  while (!bytes.empty()) {
    if (session_) {
      ERR_clear_error();
      const int sent = SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size()));
      if (sent > 0)
        bytes.remove_prefix(static_cast<std::size_t>(sent));
      else if (auto ready = wait_for_tls(sent, "send"); !ready)
        return ready;
      continue;
    }
    const auto sent = ::send(connection_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent > 0)
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EAGAIN && errno != EINTR)
      return system_failure("send", errno);
    else if (auto ready = wait_for(POLLOUT, silence_ns); !ready)
      return ready;
  }
  return {};
}

result<std::size_t> transport::receive(std::span<char> into) {
  for (;;) {
    // A server that sends drop by drop is bounded by the time of the whole.
    if (how_long_.time.steady_ns() >= how_long_.until_ns)
      return failure{error::timed_out, "it took too long"};
    if (!how_long_.go_on()) return failure{error::not_ready, "it was ended early"};
    if (session_) {
      ERR_clear_error();
      const int count = SSL_read(session_.get(), into.data(), static_cast<int>(into.size()));
      if (count > 0) return static_cast<std::size_t>(count);
      if (SSL_get_error(session_.get(), count) == SSL_ERROR_ZERO_RETURN) return std::size_t{0};
      if (auto ready = wait_for_tls(count, "receive"); !ready) return ready.error();
      continue;
    }
    const auto count = ::recv(connection_, into.data(), into.size(), 0);
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EAGAIN && errno != EINTR) return system_failure("receive", errno);
    if (auto ready = wait_for(POLLIN, silence_ns); !ready) return ready.error();
  }
}

}  // namespace footfall::outbound
