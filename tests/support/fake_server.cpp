#include "support/fake_server.hpp"

#include <sys/socket.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

namespace footfall::test {

fake_server::fake_server(std::vector<std::string> responses) : responses_(std::move(responses)) {
  thread_ = std::thread([this] { run(); });
}

fake_server::~fake_server() {
  listener_.stop();
  thread_.join();
}

std::vector<std::string> fake_server::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void fake_server::run() {
  std::size_t next = 0;
  while (next < responses_.size()) {
    const int connection = listener_.accept();
    if (connection < 0) return;
    while (next < responses_.size() && read_request(connection)) {
      const auto& response = responses_[next++];
      if (response.empty()) break;
      if (send(connection, response.data(), response.size(), MSG_NOSIGNAL) < 0) break;
    }
    close(connection);
  }
}

bool fake_server::read_request(int connection) {
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

std::string http_response_text(const std::string& status, const std::string& body,
                               const std::string& fields) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + fields +
         "\r\n" + body;
}

}  // namespace footfall::test
