// A small HTTP/1.1 client for the server's own bulk interface: one connection, one request at a time.
#pragma once

#include "footfall/core/failure.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace footfall::commands {

/// An answer.
struct http_answer {
  unsigned status = 0;
  std::string body;                           ///< up to 16 MiB
  std::optional<std::int64_t> retry_after_s;  ///< of the header, when it is a number of seconds
};

/// Not thread-safe. Each step (connecting, sending, receiving) may take a minute.
class http_client {
 public:
  /// `url`: `http://HOST[:PORT][/PATH]`. Errors: `bad_configuration` when it is not one, with advice for
  /// `https`.
  [[nodiscard]] static result<http_client> for_url(std::string_view url);

  http_client(http_client&&) noexcept;
  http_client& operator=(http_client&&) = delete;
  ~http_client();

  /// Posts a body to the path of the URL with `path` added. A connection that the server has closed in the
  /// meantime is opened again once. Errors: `io_failed` when the server cannot be reached or breaks off.
  [[nodiscard]] result<http_answer> post(std::string_view path, std::string_view content_type,
                                         const std::string& user, const std::string& password,
                                         const std::string& body);

  /// Asks for the path of the URL with `path` added, with credentials unless the password is empty. Errors as
  /// of `post`.
  [[nodiscard]] result<http_answer> get(std::string_view path, const std::string& user,
                                        const std::string& password);

  /// Waits for so many seconds or until `stop` says true, which it is asked several times a second.
  void wait(std::int64_t seconds, const std::function<bool()>& stop);

  /// `http://HOST:PORT/PATH`, as it was understood.
  [[nodiscard]] const std::string& address() const noexcept;

 private:
  class connection;
  explicit http_client(std::unique_ptr<connection> opened);
  std::unique_ptr<connection> connection_;
};

}  // namespace footfall::commands
