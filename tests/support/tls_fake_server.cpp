#include "support/tls_fake_server.hpp"

#include <openssl/ssl.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>
#include <utility>

namespace footfall::test {

tls_fake_server::tls_fake_server(const std::filesystem::path& certificate, const std::filesystem::path& key,
                                 std::string response)
    : terms_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free), response_(std::move(response)) {
  if (SSL_CTX_use_certificate_file(terms_.get(), certificate.c_str(), SSL_FILETYPE_PEM) != 1 ||
      SSL_CTX_use_PrivateKey_file(terms_.get(), key.c_str(), SSL_FILETYPE_PEM) != 1)
    throw std::runtime_error("cannot use the certificate");
  std::signal(SIGPIPE, SIG_IGN);  // of a client that has refused the certificate
  thread_ = std::thread([this] { run(); });
}

tls_fake_server::~tls_fake_server() {
  socket_.stop();
  thread_.join();
}

void tls_fake_server::run() {
  for (;;) {
    const int connection = socket_.accept();
    if (connection < 0) return;
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

}  // namespace footfall::test
