// A socket that listens on a free port of 127.0.0.1.
#pragma once

#include <cstdint>

namespace footfall::test {

/// Listens as long as it lives. The constructor throws `std::runtime_error`.
class listening_socket {
 public:
  listening_socket();
  ~listening_socket();
  listening_socket(const listening_socket&) = delete;
  listening_socket& operator=(const listening_socket&) = delete;

  /// The next connection, with ten seconds of patience for what comes on it; negative after `stop`. Who takes
  /// it closes it.
  [[nodiscard]] int accept() const;

  /// Wakes who waits in `accept`; no connection comes after it.
  void stop() const;

  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  const int socket_;
  std::uint16_t port_ = 0;
};

}  // namespace footfall::test
