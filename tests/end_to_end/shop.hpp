// The real server with shorthands for what a shop does.
#pragma once

#include "support/footfall_server.hpp"
#include "support/places.hpp"

#include <nlohmann/json.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace footfall::test {

/// A started server and a connection to each listener.
class shop {
 public:
  explicit shop(footfall_server_options options = {}) : server(footfall_binary, std::move(options)) {
    visitor_.emplace(server.client());
    admin_.emplace(server.admin_client());
  }

  /// Sends a tracking URL and returns its status.
  int track(std::string_view target) { return visitor_->get(target).status; }

  /// The parsed body of a recommendation; its status must be 200.
  nlohmann::json recommend(std::string_view target) {
    const auto answer = visitor_->get(target);
    if (answer.status != 200) throw std::runtime_error(std::string(target) + ": " + answer.body);
    return nlohmann::json::parse(answer.body);
  }

  /// Builds the models with everything tracked so far.
  void build_models(std::string_view customer = "00000") {
    const auto answer = admin_->post("/admin/customers/" + std::string(customer) + "/models/build?wait=true",
                                     "", {{"Content-Type", "application/json"}});
    if (answer.status != 200) throw std::runtime_error(answer.body);
  }

  /// Sessions of clicks, one user each, so that the items of a list become neighbours.
  void track_sessions(const std::vector<std::vector<int>>& sessions, std::string_view customer = "00000") {
    for (const auto& items : sessions) {
      const auto user = "visitor" + std::to_string(++users_);
      for (const auto item : items) {
        const auto target = "/api/" + std::string(customer) + "/click/" + user + "/1/" + std::to_string(item);
        if (track(target) != 200) throw std::runtime_error(target);
      }
    }
  }

  /// Whether the server's log has this text, now or soon: what it wrote may still be on its way to us when it
  /// answers.
  bool says(std::string_view text) {
    const auto said = [&](std::string_view log) { return log.find(text) != std::string_view::npos; };
    return said(server.log()) ||
           server.running_process().wait_for_error_output(said, std::chrono::seconds(10));
  }

  /// Starts the server again on its data after it ended.
  void start_again() {
    server.start_again();
    visitor_.emplace(server.client());
    admin_.emplace(server.admin_client());
  }

  [[nodiscard]] http_client& visitor() { return *visitor_; }
  [[nodiscard]] http_client& admin() { return *admin_; }

  footfall_server server;

 private:
  // Optional, because a client belongs to one port and a server that is started again has new ones.
  std::optional<http_client> visitor_;
  std::optional<http_client> admin_;
  int users_ = 0;
};

/// The item ids of an answer, in order.
inline std::vector<std::int64_t> item_ids(const nlohmann::json& answer) {
  std::vector<std::int64_t> ids;
  for (const auto& each : answer.at("recommendationItems"))
    ids.push_back(each.at("itemId").get<std::int64_t>());
  return ids;
}

/// Waits until none of the server's threads listens any more: each learns of a stop on its own.
inline void wait_until_refused(std::uint16_t port) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < deadline) {
    try {
      http_client(port).send("G");
    } catch (const connection_lost& lost) {
      // One that was waiting to be accepted is cut as well.
      if (std::string_view(lost.what()).starts_with("cannot connect")) return;
    }
  }
  throw std::runtime_error("somebody listens after the stop has begun");
}

}  // namespace footfall::test
