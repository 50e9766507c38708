// A server on a free port of 127.0.0.1 that gives prepared answers and keeps what it was sent.
#pragma once

#include "support/listening_socket.hpp"

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace footfall::test {

/// Gives one prepared response to each request, over as many connections as the client likes; then closes. An
/// empty response closes the connection instead. Thread-safe.
class fake_server {
 public:
  explicit fake_server(std::vector<std::string> responses);
  ~fake_server();
  fake_server(const fake_server&) = delete;
  fake_server& operator=(const fake_server&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(listener_.port()); }

  /// The requests so far, head and body.
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  void run();
  bool read_request(int connection);

  const std::vector<std::string> responses_;
  const listening_socket listener_;
  mutable std::mutex mutex_;  // guards requests_
  std::vector<std::string> requests_;
  std::thread thread_;
};

/// A response with a Content-Length; `fields` are further header lines with their line ends.
[[nodiscard]] std::string http_response_text(const std::string& status, const std::string& body,
                                             const std::string& fields = {});

}  // namespace footfall::test
