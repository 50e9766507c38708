// A blocking TLS client on 127.0.0.1, and certificates for the server that it talks to.
#pragma once

#include <openssl/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace footfall::test {

/// How a client speaks TLS; versions as OpenSSL numbers them, 0: whatever it knows.
struct tls_client_options {
  int version_min = 0;
  int version_max = 0;
  std::chrono::milliseconds timeout{10'000};
};

/// One TLS connection, with the handshake done. It believes every certificate. Not thread-safe.
class tls_client {
 public:
  /// Throws `connection_lost` when the server refuses.
  explicit tls_client(std::uint16_t port, tls_client_options options = {});
  ~tls_client();
  tls_client(const tls_client&) = delete;
  tls_client& operator=(const tls_client&) = delete;

  void send(std::string_view bytes);

  /// Reads one response with Content-Length, head and body as they came. Throws `connection_lost`.
  [[nodiscard]] std::string receive();

  /// Reads to the end. True: the server has said that it is the end (close_notify).
  [[nodiscard]] bool receive_end();

  /// `send` and `receive` of a GET.
  [[nodiscard]] std::string get(std::string_view target);

  /// `TLSv1.2` and so on.
  [[nodiscard]] std::string version() const;

  /// The common name of the server's certificate.
  [[nodiscard]] std::string certificate_name() const;

 private:
  struct session_closer {
    void operator()(SSL* session) const noexcept;
  };
  struct terms_closer {
    void operator()(SSL_CTX* terms) const noexcept;
  };
  std::unique_ptr<SSL_CTX, terms_closer> terms_;
  std::unique_ptr<SSL, session_closer> session_;
  int socket_ = -1;
  std::string received_;
};

/// Writes a new key and a certificate of its own for it, both PEM. Throws `std::runtime_error`.
void write_certificate(const std::string& common_name, const std::filesystem::path& certificate_file,
                       const std::filesystem::path& key_file);

}  // namespace footfall::test
