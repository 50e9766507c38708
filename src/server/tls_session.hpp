// TLS without sockets: bytes of the network to bytes of the application and back.
#pragma once

#include "tls_identity.hpp"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace footfall::server {

/// The server's side of one TLS connection. What it wants to send, also after a failure (an alert), gathers
/// in `output()`. Not thread-safe.
class tls_session {
 public:
  enum class step {
    done,        ///< the call did what was asked
    need_input,  ///< feed more bytes of the network, then call again
    closed,      ///< the client has said that it sends nothing more
    broken       ///< the client does not keep to the protocol, or there is nothing in common
  };

  explicit tls_session(const tls_identity& who);

  /// Takes bytes that came from the network.
  void feed(std::string_view received);

  /// Goes on with the handshake; `done` once both sides agree. Harmless when it is complete.
  [[nodiscard]] step shake_hands();

  /// Decrypts up to `to.size()` bytes and sets `size`, which is above 0 when the step is `done`.
  [[nodiscard]] step read(std::span<char> to, std::size_t& size);

  /// Encrypts bytes into `output()`; false when the session is broken. After the handshake only.
  [[nodiscard]] bool write(std::string_view plain);

  /// Says that nothing more will be sent (close_notify), if the session is such that it can be said.
  void end();

  /// What is to be sent; to be emptied by the caller when it was.
  [[nodiscard]] std::string& output() noexcept { return output_; }

 private:
  struct closer {
    void operator()(SSL* session) const noexcept;
  };
  [[nodiscard]] step outcome_of(int returned);
  void gather_output();

  std::unique_ptr<SSL, closer> session_;
  std::string output_;
  bool broken_ = false;
};

}  // namespace footfall::server
