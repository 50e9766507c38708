// A connection to somebody else's server, plain or TLS, to an address that the guard lets pass.
#pragma once

#include "footfall/core/clock.hpp"
#include "footfall/outbound/guard.hpp"
#include "footfall/outbound/url.hpp"

#include <openssl/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

namespace footfall::outbound {

/// How long a request may go on.
struct patience {
  const clock& time;
  std::int64_t until_ns;               ///< of the whole; steady clock
  const std::function<bool()>& go_on;  ///< asked several times a second
};

/// Not thread-safe.
class transport {
 public:
  /// Resolves the host once, and connects to the first of its addresses that lets it; none of them is another
  /// than was checked. Errors: `forbidden` when the guard refuses all of them; `io_failed`, `timed_out`,
  /// `not_ready`.
  [[nodiscard]] static result<std::unique_ptr<transport>> open(const url& where, const guard& guarded,
                                                               SSL_CTX& terms, const patience& how_long);
  ~transport();
  transport(const transport&) = delete;
  transport& operator=(const transport&) = delete;

  /// Errors: `io_failed`, `timed_out`, `not_ready`.
  [[nodiscard]] result<void> send(std::string_view bytes);

  /// What has come, at least a byte; 0: the server has said that this is all. Errors: as `send`.
  [[nodiscard]] result<std::size_t> receive(std::span<char> into);

 private:
  struct session_closer {
    void operator()(SSL* session) const noexcept;
  };

  transport(int connection, const patience& how_long) : connection_(connection), how_long_(how_long) {}
  result<void> connect(const traffic::address& at, std::uint16_t port);
  result<void> shake_hands(const url& where, SSL_CTX& terms);
  result<void> wait_for(short events, std::int64_t patience_ns);
  result<void> wait_for_tls(int outcome, std::string_view doing);

  const int connection_;
  const patience how_long_;
  std::unique_ptr<SSL, session_closer> session_;
};

}  // namespace footfall::outbound
