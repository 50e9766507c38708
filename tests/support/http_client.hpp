// A blocking HTTP/1.1 client on 127.0.0.1 that can also send any bytes as they are.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::test {

/// The server closed, refused or said nothing for too long.
struct connection_lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

using http_fields = std::vector<std::pair<std::string, std::string>>;

/// A response as it came in.
struct http_response {
  int status = 0;
  http_fields fields{};  ///< names as sent, in order
  std::string body{};

  /// Value of a header field, its name without case; empty optional when it is absent.
  [[nodiscard]] std::optional<std::string> field(std::string_view name) const;
};

/// One keep-alive connection, opened by the first use and opened again after the server closed it.
///
/// Failures of the connection throw `connection_lost`. Not thread-safe: one client per thread.
class http_client {
 public:
  explicit http_client(std::uint16_t port,
                       std::chrono::milliseconds timeout = std::chrono::milliseconds(10'000));
  ~http_client();
  http_client(http_client&& other) noexcept;
  http_client& operator=(http_client&&) = delete;

  http_response get(std::string_view target, const http_fields& fields = {});
  http_response post(std::string_view target, std::string_view body, const http_fields& fields = {});

  /// Sends a request with Host and, where there is a body, Content-Length, and reads its response.
  http_response request(std::string_view method, std::string_view target, std::string_view body,
                        const http_fields& fields);

  /// Sends bytes as they are, for malformed and pipelined traffic.
  void send(std::string_view bytes);

  /// Reads the next response; `without_body` for the answer to HEAD.
  http_response receive(bool without_body = false);

  /// Reads until the server closes and returns everything.
  std::string receive_until_close();

  /// Says that nothing more will be sent; answers can still be read.
  void shut_down_sending();

  void close() noexcept;
  [[nodiscard]] bool connected() const noexcept { return socket_ >= 0; }

 private:
  void connect();
  bool receive_more();

  std::uint16_t port_;
  std::chrono::milliseconds timeout_;
  int socket_ = -1;
  std::string received_;  // bytes that no response has used yet
};

}  // namespace footfall::test
