#include "tls_session.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <new>

namespace footfall::server {

void tls_session::closer::operator()(SSL* session) const noexcept { SSL_free(session); }

tls_session::tls_session(const tls_identity& who) : session_(SSL_new(who.terms())) {
  auto* const received = BIO_new(BIO_s_mem());
  auto* const to_send = BIO_new(BIO_s_mem());
  if (!session_ || received == nullptr || to_send == nullptr) {
    BIO_free(received);
    BIO_free(to_send);
    throw std::bad_alloc();
  }
  SSL_set_bio(session_.get(), received, to_send);  // owns both from here on
  SSL_set_accept_state(session_.get());
}

void tls_session::feed(std::string_view received) {
  // A memory BIO takes everything; it frees what was read before it grows.
  if (BIO_write(SSL_get_rbio(session_.get()), received.data(), static_cast<int>(received.size())) !=
      static_cast<int>(received.size()))
    broken_ = true;
}

tls_session::step tls_session::shake_hands() {
  if (broken_) return step::broken;
  ERR_clear_error();
  return outcome_of(SSL_do_handshake(session_.get()));
}

tls_session::step tls_session::read(std::span<char> to, std::size_t& size) {
  size = 0;
  if (broken_) return step::broken;
  ERR_clear_error();
  return outcome_of(SSL_read_ex(session_.get(), to.data(), to.size(), &size));
}

bool tls_session::write(std::string_view plain) {
  if (broken_) return false;
  ERR_clear_error();
  std::size_t written = 0;
  // Whole or not at all: partial writes are off, and memory takes everything.
  return outcome_of(SSL_write_ex(session_.get(), plain.data(), plain.size(), &written)) == step::done;
}

void tls_session::end() {
  if (broken_ || SSL_is_init_finished(session_.get()) == 0) return;
  ERR_clear_error();
  SSL_shutdown(session_.get());  // says it; the client's own word is not waited for
  gather_output();
}

/// To be called right after the call that returned it: OpenSSL keeps reasons by thread.
tls_session::step tls_session::outcome_of(int returned) {
  const auto reason = SSL_get_error(session_.get(), returned);
  gather_output();
  switch (reason) {
    case SSL_ERROR_NONE:
      return step::done;
    case SSL_ERROR_WANT_READ:
      return step::need_input;
    case SSL_ERROR_ZERO_RETURN:
      return step::closed;
    default:
      broken_ = true;
      ERR_clear_error();
      return step::broken;
  }
}

void tls_session::gather_output() {
  auto* const to_send = SSL_get_wbio(session_.get());
  const auto waiting = BIO_ctrl_pending(to_send);
  if (waiting == 0) return;
  const auto before = output_.size();
  output_.resize(before + waiting);
  const auto taken = BIO_read(to_send, output_.data() + before, static_cast<int>(waiting));
  output_.resize(before + static_cast<std::size_t>(taken > 0 ? taken : 0));
}

}  // namespace footfall::server
