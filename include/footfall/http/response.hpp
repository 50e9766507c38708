// A response as handlers fill it, and its bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace footfall::http {

/// The `Content-Type` of JSON, as all endpoints answer it.
inline constexpr std::string_view json_type = "application/json; charset=utf-8";

/// What a handler answers. One object per connection is reused; `clear` keeps the memory.
struct response {
  int status = 200;
  std::string_view content_type;  ///< points to a constant; empty: no Content-Type
  std::string body;
  std::vector<std::pair<std::string_view, std::string>>
      fields;  ///< further header fields; names are constants

  /// The highest ticket of the event log that must be committed before this answer may leave; 0: none.
  std::uint64_t first_ticket = 0;
  std::uint64_t last_ticket = 0;

  void clear() {
    status = 200;
    content_type = {};
    body.clear();
    fields.clear();
    first_ticket = last_ticket = 0;
  }
  void set(std::string_view name, std::string value) { fields.emplace_back(name, std::move(value)); }
};

/// What decides about framing besides the response itself.
struct framing {
  bool keep_alive = true;
  bool http_1_0 = false;
  bool without_body = false;  ///< answer to HEAD: headers as for GET, no body
  std::string_view date{};    ///< value of the Date field
};

/// Appends status line, Date, Content-Type, Content-Length, Connection where needed, further fields and body.
/// 204 and 304 never carry a body or Content-Length. Thread-safe.
void append_response(std::string& out, const response& answer, const framing& how);

/// Reason phrase of a status, `OK` for 200 (RFC 9110, section 15). Thread-safe.
[[nodiscard]] std::string_view reason_of(int status) noexcept;

}  // namespace footfall::http
