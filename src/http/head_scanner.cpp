// Finds the end of a request head in bytes that arrive piece by piece.
#include "http/head_scanner.hpp"

#include <fmt/format.h>

namespace footfall::http {
namespace {

// Methods are upper-case words in practice, tokens by RFC 9110: letters are enough to tell a request from the
// first byte of a TLS greeting.
bool begins_a_method(char byte) noexcept { return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z'; }

}  // namespace

result<std::size_t> head_scanner::scan(std::string_view received) {
  while (line_begin_ < received.size()) {
    const bool in_request_line = line_begin_ == 0;
    const auto first = received[line_begin_];
    if (in_request_line && !begins_a_method(first))
      return failure{error::bad_request, "this does not begin like an HTTP request"};
    if (!in_request_line && (first == ' ' || first == '\t'))
      return failure{error::bad_request, "a header line begins with a space"};

    const auto line_feed = received.find('\n', scanned_);
    const auto end = line_feed == std::string_view::npos ? received.size() : line_feed + 1;
    // The two bytes of the line's end do not count: so many bytes without it are too many in any case.
    if (in_request_line && end - (line_feed != std::string_view::npos ? 1 : 0) >= request_line_bytes_ + 2)
      return failure{error::target_too_long,
                     fmt::format("the request line is longer than {} bytes", request_line_bytes_)};
    if (end > header_bytes_)
      return failure{error::headers_too_large,
                     fmt::format("the request head is longer than {} bytes", header_bytes_)};
    scanned_ = end;
    if (line_feed == std::string_view::npos) return std::size_t{0};

    const auto line = received.substr(line_begin_, line_feed - line_begin_);
    if (line.empty() || line.back() != '\r')
      return failure{error::bad_request, "a line of the request head ends without carriage return"};
    line_begin_ = end;
    if (line.size() == 1) return end;
  }
  return std::size_t{0};
}

}  // namespace footfall::http
