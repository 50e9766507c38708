// A conversation with the echo service, for the tests of the exchange.
#pragma once

#include "footfall/http/exchange.hpp"
#include "footfall/text/number.hpp"
#include "support/echo_service.hpp"

#include <string>
#include <string_view>

namespace footfall::test {

using http::exchange;
inline constexpr std::string_view today = "Sat, 31 Jan 2026 12:00:00 GMT";

/// A conversation that is written as soon as anything is there, as a connection does.
class talk {
  echo_service application_;

 public:
  explicit talk(const http::limits& how_much = {}) : with(application_, how_much, "192.0.2.1") {}

  /// Feeds the bytes and returns what was answered to them.
  std::string say(std::string_view bytes) {
    std::string answers;
    with.feed(bytes);
    do {
      last = with.advance(today);
      answers += with.output();
      with.written();
      if (last == exchange::step::slow) with.run_slow(today);
    } while (last == exchange::step::flush || last == exchange::step::slow);
    return answers;
  }

  exchange::step last = exchange::step::need_more;

  exchange with;
};

/// The bytes of a response with a text body.
inline std::string answered(int status, std::string_view reason, std::string_view body,
                            std::string_view connection = "") {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " " + std::string(reason);
  text += "\r\nDate: " + std::string(today) + "\r\nContent-Type: text/plain\r\nContent-Length: ";
  text += std::to_string(body.size()) + "\r\n";
  if (!connection.empty()) text += "Connection: " + std::string(connection) + "\r\n";
  return text + "\r\n" + std::string(body);
}

/// Status of the first response; 0 when there is none.
inline int status_of(std::string_view answer) {
  return answer.starts_with("HTTP/1.1 ") ? text::to_integer<int>(answer.substr(9, 3)).value_or(0) : 0;
}

}  // namespace footfall::test
