#include "api/request_log.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <random>

namespace footfall::api {
namespace {

constexpr std::size_t request_id_bytes_max = 64;

}  // namespace

std::string new_request_id() {
  static const std::uint32_t process = std::random_device()();
  static std::atomic<std::uint64_t> count{0};
  return fmt::format("{:08x}-{:08x}", process, ++count);
}

bool is_request_id(std::string_view text) noexcept {
  return !text.empty() && text.size() <= request_id_bytes_max && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '.' ||
           c == '_' || c == '-';
  });
}

void log_request(const route* row, const http::request& question, int status, std::int64_t duration_ns,
                 http::response& out) {
  const auto given = question.field("X-Request-Id");
  const auto id = is_request_id(given) ? std::string(given) : new_request_id();
  spdlog::info("request {} {} {} {} {:.3f} ms", id, http::name_of(question.method),
               row == nullptr ? "none" : row->name, status, static_cast<double>(duration_ns) / 1e6);
  out.set("X-Request-Id", id);
}

}  // namespace footfall::api
