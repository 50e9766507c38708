#include "tls_identity.hpp"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <string_view>
#include <utility>

namespace footfall::server {
namespace {

// Of TLS 1.2: ephemeral keys and authenticated encryption only (RFC 9325, 4.2). Those of TLS 1.3 are all
// such.
constexpr auto tls_1_2_ciphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr unsigned char http_1_1[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

/// Picks HTTP/1.1 from what the client offers (RFC 7301); a client that offers other protocols only is told
/// nothing, as by a server that does not know the extension.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned int offered_size, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_size, http_1_1, sizeof http_1_1, offered, offered_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

/// A key with a passphrase is an error: a server that starts by itself has nobody to ask.
int no_passphrase(char*, int, int, void*) { return -1; }

std::string last_reason() {
  const auto code = ERR_peek_last_error();
  ERR_clear_error();
  const char* const reason = ERR_reason_error_string(code);
  return reason != nullptr ? reason : "unknown error";
}

failure refusal(std::string_view what, const std::string& file) {
  return {error::bad_configuration, fmt::format("{}: {}: {}", what, file, last_reason())};
}

bool set_terms(SSL_CTX& terms) {
  SSL_CTX_set_options(&terms, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  // An idle connection keeps no buffers, which are 34 KiB otherwise.
  SSL_CTX_set_mode(&terms, SSL_MODE_RELEASE_BUFFERS);
  // Sessions are resumed by tickets, which live with the client: nothing is kept here.
  SSL_CTX_set_session_cache_mode(&terms, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_alpn_select_cb(&terms, choose_protocol, nullptr);
  SSL_CTX_set_default_passwd_cb(&terms, no_passphrase);
  return SSL_CTX_set_min_proto_version(&terms, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(&terms, tls_1_2_ciphers) == 1 && SSL_CTX_set_num_tickets(&terms, 1) == 1;
}

std::string end_of(const X509* certificate) {
  if (certificate == nullptr) return "an unknown time";
  const std::unique_ptr<BIO, decltype(&BIO_free_all)> text(BIO_new(BIO_s_mem()), &BIO_free_all);
  std::array<char, 64> written{};
  if (ASN1_TIME_print(text.get(), X509_get0_notAfter(certificate)) != 1) return "an unknown time";
  const auto size = BIO_read(text.get(), written.data(), static_cast<int>(written.size()));
  return {written.data(), static_cast<std::size_t>(std::max(size, 0))};
}

std::int64_t end_s_of(const X509* certificate) {
  std::tm end{};
  if (certificate == nullptr || ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &end) != 1) return 0;
  return timegm(&end);
}

/// A group may have been made for it; everybody may not.
void warn_of_readable_key(const std::string& file) {
  struct stat status {};
  if (::stat(file.c_str(), &status) != 0 || (status.st_mode & S_IRWXO) == 0) return;
  spdlog::warn("server.tls.key: everybody on this machine may use {} (mode {:04o}); run `chmod 600 {}`", file,
               status.st_mode & 07777U, file);
}

}  // namespace

void tls_identity::closer::operator()(SSL_CTX* terms) const noexcept { SSL_CTX_free(terms); }

tls_identity::tls_identity(owned_terms terms, std::string file)
    : terms_(std::move(terms)),
      file_(std::move(file)),
      valid_until_(end_of(SSL_CTX_get0_certificate(terms_.get()))),
      valid_until_s_(end_s_of(SSL_CTX_get0_certificate(terms_.get()))) {}

result<tls_identity::pointer> tls_identity::load(const std::string& certificate_file,
                                                 const std::string& key_file) {
  ERR_clear_error();
  owned_terms terms(SSL_CTX_new(TLS_server_method()));
  if (!terms || !set_terms(*terms))
    return failure{error::bad_configuration, "server.tls: OpenSSL cannot speak TLS: " + last_reason()};
  if (SSL_CTX_use_certificate_chain_file(terms.get(), certificate_file.c_str()) != 1)
    return refusal("server.tls.certificate", certificate_file);
  if (SSL_CTX_use_PrivateKey_file(terms.get(), key_file.c_str(), SSL_FILETYPE_PEM) != 1)
    return refusal("server.tls.key", key_file);
  if (SSL_CTX_check_private_key(terms.get()) != 1) return refusal("server.tls.key", key_file);
  warn_of_readable_key(key_file);
  return pointer(new tls_identity(std::move(terms), certificate_file));
}

}  // namespace footfall::server
