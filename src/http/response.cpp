// Writes a response by appending to the connection's output.
#include "footfall/http/response.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace footfall::http {
namespace {

struct status_reason {
  int status;
  std::string_view reason;
};

constexpr std::array<status_reason, 37> reasons{{
    {100, "Continue"},
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {206, "Partial Content"},
    {301, "Moved Permanently"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {307, "Temporary Redirect"},
    {308, "Permanent Redirect"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {412, "Precondition Failed"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {504, "Gateway Timeout"},
    {505, "HTTP Version Not Supported"},
    {507, "Insufficient Storage"},
}};

void append_number(std::string& out, std::size_t number) {
  std::array<char, 20> digits;
  const auto [end, failed] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
  out.append(digits.data(), end);
}

bool ends_line(char byte) noexcept { return byte == '\r' || byte == '\n' || byte == '\0'; }

// A line end inside a value would begin a field of the client's choice (response splitting). Values are
// short: looking at each byte costs half of what the library's search for a set of them does.
void append_field(std::string& out, std::string_view name, std::string_view value) {
  out.append("\r\n").append(name).append(": ");
  const auto begin = out.size();
  out.append(value);
  std::replace_if(out.begin() + static_cast<std::ptrdiff_t>(begin), out.end(), ends_line, ' ');
}

}  // namespace

void append_response(std::string& out, const response& answer, const framing& how) {
  const bool may_have_body = answer.status >= 200 && answer.status != 204 && answer.status != 304;

  out.append("HTTP/1.1 ");
  append_number(out, static_cast<std::size_t>(answer.status));
  out.append(" ").append(reason_of(answer.status));
  out.append("\r\nDate: ").append(how.date);
  if (!answer.content_type.empty()) out.append("\r\nContent-Type: ").append(answer.content_type);
  if (may_have_body) {
    out.append("\r\nContent-Length: ");
    append_number(out, answer.body.size());
  }
  if (!how.keep_alive)
    out.append("\r\nConnection: close");
  else if (how.http_1_0)
    out.append("\r\nConnection: keep-alive");
  for (const auto& [name, value] : answer.fields) append_field(out, name, value);
  out.append("\r\n\r\n");
  if (may_have_body && !how.without_body) out.append(answer.body);
}

std::string_view reason_of(int status) noexcept {
  const auto* found = std::ranges::find(reasons, status, &status_reason::status);
  return found == reasons.end() ? "Unknown" : found->reason;
}

}  // namespace footfall::http
