// A server on a free port of 127.0.0.1 that gives prepared answers and keeps what it was sent.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
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

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  /// The requests so far, head and body.
  [[nodiscard]] std::vector<std::string> requests() const;

 private:
  void run();
  bool read_request(int connection);

  std::vector<std::string> responses_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  mutable std::mutex mutex_;  // guards requests_
  std::vector<std::string> requests_;
  std::thread thread_;
};

/// A response with a Content-Length; `fields` are further header lines with their line ends.
[[nodiscard]] std::string http_response_text(const std::string& status, const std::string& body,
                                             const std::string& fields = {});

inline fake_server::fake_server(std::vector<std::string> responses) : responses_(std::move(responses)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, 8) != 0 ||
      getsockname(listener_, generic, &size) != 0)
    throw std::runtime_error("cannot listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { run(); });
}

inline fake_server::~fake_server() {
  shutdown(listener_, SHUT_RDWR);  // wakes accept
  thread_.join();
  close(listener_);
}

inline std::vector<std::string> fake_server::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

inline void fake_server::run() {
  std::size_t next = 0;
  while (next < responses_.size()) {
    const int connection = accept(listener_, nullptr, nullptr);
    if (connection < 0) return;
    timeval patience{.tv_sec = 10, .tv_usec = 0};
    setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    while (next < responses_.size() && read_request(connection)) {
      const auto& response = responses_[next++];
      if (response.empty()) break;
      if (send(connection, response.data(), response.size(), MSG_NOSIGNAL) < 0) break;
    }
    close(connection);
  }
}

inline bool fake_server::read_request(int connection) {
  std::string text;
  std::string part(65536, '\0');
  for (;;) {
    const auto head_end = text.find("\r\n\r\n");
    if (head_end != text.npos) {
      const auto length_at = text.find("Content-Length: ");
      const auto length = length_at < head_end ? std::strtoul(text.c_str() + length_at + 16, nullptr, 10) : 0;
      if (text.size() >= head_end + 4 + length) break;
    }
    const auto count = recv(connection, part.data(), part.size(), 0);
    if (count <= 0) return false;
    text.append(part, 0, static_cast<std::size_t>(count));
  }
  const std::lock_guard lock(mutex_);
  requests_.push_back(std::move(text));
  return true;
}

inline std::string http_response_text(const std::string& status, const std::string& body,
                                      const std::string& fields) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + fields +
         "\r\n" + body;
}

}  // namespace footfall::test
