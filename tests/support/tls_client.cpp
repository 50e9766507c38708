// OpenSSL on the client's side.
#include "support/tls_client.hpp"

#include "support/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <stdexcept>

namespace footfall::test {
namespace {

int connected_socket(std::uint16_t port, std::chrono::milliseconds timeout) {
  const int opened = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  timeval wait{};
  wait.tv_sec = timeout.count() / 1000;
  ::setsockopt(opened, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(opened, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(opened);
    throw connection_lost("the server does not accept the connection");
  }
  return opened;
}

template <class Write>
void write_file(const std::filesystem::path& name, const Write& write) {
  const std::unique_ptr<FILE, int (*)(FILE*)> file(std::fopen(name.c_str(), "wb"), &std::fclose);
  if (!file || write(file.get()) != 1) throw std::runtime_error("cannot write " + name.string());
}

}  // namespace

void tls_client::session_closer::operator()(SSL* session) const noexcept { SSL_free(session); }
void tls_client::terms_closer::operator()(SSL_CTX* terms) const noexcept { SSL_CTX_free(terms); }

tls_client::tls_client(std::uint16_t port, tls_client_options options)
    : terms_(SSL_CTX_new(TLS_client_method())), socket_(connected_socket(port, options.timeout)) {
  // Level 0, so that a refused old version is the server's decision and not the client's.
  SSL_CTX_set_security_level(terms_.get(), 0);
  SSL_CTX_set_cipher_list(terms_.get(), "ALL:@SECLEVEL=0");
  SSL_CTX_set_min_proto_version(terms_.get(), options.version_min);
  SSL_CTX_set_max_proto_version(terms_.get(), options.version_max);
  session_.reset(SSL_new(terms_.get()));
  SSL_set_fd(session_.get(), socket_);
  ERR_clear_error();
  if (SSL_connect(session_.get()) != 1) {
    ::close(socket_);
    const char* const reason = ERR_reason_error_string(ERR_get_error());
    throw connection_lost(reason != nullptr ? reason : "the handshake ended without a word");
  }
}

tls_client::~tls_client() { ::close(socket_); }

void tls_client::send(std::string_view bytes) {
  if (SSL_write(session_.get(), bytes.data(), static_cast<int>(bytes.size())) <= 0)
    throw connection_lost("cannot send");
}

std::string tls_client::receive() {
  constexpr std::string_view length_field = "Content-Length: ";
  std::array<char, 4096> buffer;
  for (;;) {
    if (const auto head_end = received_.find("\r\n\r\n"); head_end != std::string::npos) {
      const auto field = received_.find(length_field);
      const auto body = field < head_end ? std::stoul(received_.substr(field + length_field.size())) : 0;
      const auto all = head_end + 4 + body;
      if (received_.size() >= all) {
        auto response = received_.substr(0, all);
        received_.erase(0, all);
        return response;
      }
    }
    const auto size = SSL_read(session_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (size <= 0) throw connection_lost("the server sends no response");
    received_.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

bool tls_client::receive_end() {
  std::array<char, 4096> buffer;
  for (;;) {
    const auto size = SSL_read(session_.get(), buffer.data(), static_cast<int>(buffer.size()));
    if (size <= 0) return SSL_get_error(session_.get(), size) == SSL_ERROR_ZERO_RETURN;
  }
}

std::string tls_client::get(std::string_view target) {
  send("GET " + std::string(target) + " HTTP/1.1\r\nHost: shop.example\r\n\r\n");
  return receive();
}

std::string tls_client::version() const { return SSL_get_version(session_.get()); }

std::string tls_client::certificate_name() const {
  const std::unique_ptr<X509, void (*)(X509*)> certificate(SSL_get1_peer_certificate(session_.get()),
                                                           &X509_free);
  std::array<char, 256> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name.data(),
                            static_cast<int>(name.size()));
  return name.data();
}

void write_certificate(const std::string& common_name, const std::filesystem::path& certificate_file,
                       const std::filesystem::path& key_file) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), &EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), &X509_free);
  constexpr long day_s = 86'400;
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -day_s);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), day_s);
  X509_set_pubkey(certificate.get(), key.get());
  auto* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
    throw std::runtime_error("cannot sign a certificate");
  write_file(certificate_file, [&](FILE* file) { return PEM_write_X509(file, certificate.get()); });
  write_file(key_file, [&](FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

}  // namespace footfall::test
