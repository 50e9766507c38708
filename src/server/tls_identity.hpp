// Who the server is to TLS clients, and how it speaks TLS.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/core/published.hpp"

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <string>

namespace footfall::server {

/// A certificate with its key and the terms on which TLS is spoken: versions 1.2 and 1.3, forward secrecy and
/// authenticated ciphers only, no renegotiation, no compression, no early data, resumption by tickets.
/// Immutable; connections keep the one with which they began. Thread-safe.
class tls_identity {
 public:
  using pointer = boost::shared_ptr<const tls_identity>;

  /// Reads a chain of certificates (the server's own first) and its key without passphrase, both PEM.
  /// Errors: `bad_configuration` with the file and the reason, also when they do not belong together.
  [[nodiscard]] static result<pointer> load(const std::string& certificate_file, const std::string& key_file);

  tls_identity(const tls_identity&) = delete;
  tls_identity& operator=(const tls_identity&) = delete;

  /// For `tls_session` only, which counts its own reference.
  [[nodiscard]] SSL_CTX* terms() const noexcept { return terms_.get(); }

  /// The file of the certificate.
  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  /// When the certificate ends as Unix time; 0: unknown.
  [[nodiscard]] std::int64_t valid_until_s() const noexcept { return valid_until_s_; }
  /// When the certificate ends, for people.
  [[nodiscard]] const std::string& valid_until() const noexcept { return valid_until_; }

 private:
  struct closer {
    void operator()(SSL_CTX* terms) const noexcept;
  };
  using owned_terms = std::unique_ptr<SSL_CTX, closer>;
  tls_identity(owned_terms terms, std::string file);

  const owned_terms terms_;
  const std::string file_;
  const std::string valid_until_;
  const std::int64_t valid_until_s_;
};

}  // namespace footfall::server
