// An application that answers with what it was asked, for tests of what is between it and the wire.
#pragma once

#include "footfall/http/service.hpp"
#include "footfall/text/number.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace footfall::test {

/// Paths: `/slow...` is slow, `/after` comes after the commits of earlier requests, `/refused` is refused by
/// its head, `/empty` answers 204, `/heavy` takes larger bodies, `/large?bytes=N` answers N bytes (65,536 at
/// the most), all others echo the request. Parameters `ticket` and `first` set the tickets of the answer.
/// Thread-safe.
class echo_service final : public http::service {
 public:
  static constexpr std::size_t body_bytes_max = 1000;
  static constexpr std::size_t heavy_body_bytes_max = 100'000;
  static constexpr std::uint64_t answer_bytes_max = 65536;  // fuzzing asks for all that a number can say

  [[nodiscard]] http::plan plan_for(const http::request& head) const override {
    const auto segments = head.target.segments();
    http::plan how{.route = this, .body_bytes_max = body_bytes_max};
    if (!segments.empty() && segments.front() == "slow") how.where = http::work::disk;
    if (!segments.empty() && segments.front() == "heavy") how.body_bytes_max = heavy_body_bytes_max;
    how.after_commits = !segments.empty() && segments.front() == "after";
    if (!segments.empty() && segments.front() == "refused") {
      how.refusal = failure{error::bad_request, "refused by its head"};
      how.keeps_body = false;
    }
    return how;
  }

  void answer(const http::plan& how, const http::request& question, http::response& out) const override {
    if (how.refusal) return refuse(*how.refusal, question, out);
    const auto number = [&question](std::string_view name) {
      return text::to_integer<std::uint64_t>(question.target.find(name)).value_or(0);
    };
    out.last_ticket = number("ticket");
    out.first_ticket = number("first");
    const auto segments = question.target.segments();
    const auto path = segments.empty() ? std::string_view() : segments.front();
    if (path == "empty") {
      out.status = 204;
      return;
    }
    out.content_type = "text/plain";
    if (path == "large")
      out.body.assign(static_cast<std::size_t>(std::min(number("bytes"), answer_bytes_max)), 'x');
    else
      echo(question, out.body);
  }

  void refuse(const failure& why, const http::request& question, http::response& out) const override {
    out.status = status_of(why.code());
    out.content_type = "text/plain";
    out.body.append(question.method_text).append(" ").append(question.raw_target);
    out.body.append(": ").append(why.detail());
  }

 private:
  static void echo(const http::request& question, std::string& body) {
    body.append(question.method_text);
    for (const auto segment : question.target.segments()) body.append(" [").append(segment).append("]");
    for (const auto& each : question.target.parameters())
      body.append(" ").append(each.name).append("=").append(each.value);
    if (question.has_field("X-Note")) body.append(" note:").append(question.field("x-note"));
    body.append(" body:").append(question.body);
  }

  static int status_of(error code) {
    switch (code) {
      case error::timed_out:
        return 408;
      case error::body_too_large:
        return 413;
      case error::target_too_long:
        return 414;
      case error::headers_too_large:
        return 431;
      case error::unsupported_encoding:
        return 501;
      case error::store_failed:
      case error::queue_full:
        return 503;
      default:
        return 400;
    }
  }
};

}  // namespace footfall::test
