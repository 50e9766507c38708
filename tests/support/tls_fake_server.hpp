// Servers on a free port of 127.0.0.1 for a client of ours: one that speaks TLS, one that never says a word.
#pragma once

#include "support/listening_socket.hpp"

#include <openssl/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>

namespace footfall::test {

/// Lets clients connect, and leaves it at that.
class silent_server {
 public:
  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(socket_.port()); }

 private:
  const listening_socket socket_;
};

/// Answers each connection's first request with the same response over TLS.
class tls_fake_server {
 public:
  /// Throws `std::runtime_error`.
  tls_fake_server(const std::filesystem::path& certificate, const std::filesystem::path& key,
                  std::string response);
  ~tls_fake_server();
  tls_fake_server(const tls_fake_server&) = delete;
  tls_fake_server& operator=(const tls_fake_server&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return socket_.port(); }

 private:
  void run();

  const listening_socket socket_;
  const std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> terms_;
  const std::string response_;
  std::thread thread_;
};

}  // namespace footfall::test
