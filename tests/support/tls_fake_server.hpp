// Servers on a free port of 127.0.0.1 for a client of ours: one that speaks TLS, one that never says a word.
#pragma once

#include "support/fake_server.hpp"

#include <openssl/ssl.h>

#include <csignal>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

namespace footfall::test {

/// A socket that listens on a free port of 127.0.0.1. Throws `std::runtime_error`.
class listening_socket {
 public:
  listening_socket() {
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
  ~listening_socket() { close(socket_); }
  listening_socket(const listening_socket&) = delete;
  listening_socket& operator=(const listening_socket&) = delete;

  [[nodiscard]] int number() const noexcept { return socket_; }
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  const int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::uint16_t port_ = 0;
};

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
  tls_fake_server(const std::filesystem::path& certificate, const std::filesystem::path& key,
                  std::string response)
      : terms_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free), response_(std::move(response)) {
    if (SSL_CTX_use_certificate_file(terms_.get(), certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
        SSL_CTX_use_PrivateKey_file(terms_.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
      throw std::runtime_error("cannot use the certificate");
    std::signal(SIGPIPE, SIG_IGN);  // of a client that has refused the certificate
    thread_ = std::thread([this] { run(); });
  }
  ~tls_fake_server() {
    shutdown(socket_.number(), SHUT_RDWR);  // wakes accept
    thread_.join();
  }
  tls_fake_server(const tls_fake_server&) = delete;
  tls_fake_server& operator=(const tls_fake_server&) = delete;

  [[nodiscard]] std::uint16_t port() const noexcept { return socket_.port(); }

 private:
  void run() {
    for (;;) {
      const int connection = accept(socket_.number(), nullptr, nullptr);
      if (connection < 0) return;
      timeval patience{.tv_sec = 10, .tv_usec = 0};
      setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      const std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(terms_.get()), &SSL_free);
      SSL_set_fd(session.get(), connection);
      char request[4096];
      if (SSL_accept(session.get()) == 1 && SSL_read(session.get(), request, sizeof request) > 0) {
        SSL_write(session.get(), response_.data(), static_cast<int>(response_.size()));
        SSL_shutdown(session.get());
      }
      close(connection);
    }
  }

  const listening_socket socket_;
  const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> terms_;
  const std::string response_;
  std::thread thread_;
};

}  // namespace footfall::test
