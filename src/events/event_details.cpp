// The query-string form of what an event carries beyond its columns.
#include "footfall/events/event_details.hpp"

#include "footfall/events/order_line.hpp"
#include "footfall/text/percent.hpp"

namespace footfall::events {

namespace {

bool needs_encoding(char byte) noexcept {
  const auto code = static_cast<unsigned char>(byte);
  return code < 0x20 || code == 0x7F || byte == '%' || byte == '&' || byte == '=';
}

void append_detail_text(std::string& details, std::string_view raw) {
  static constexpr std::string_view hexadecimal = "0123456789ABCDEF";
  for (const char byte : raw) {
    if (needs_encoding(byte)) {
      const auto code = static_cast<unsigned char>(byte);
      details += '%';
      details += hexadecimal[code >> 4];
      details += hexadecimal[code & 0x0F];
    } else {
      details += byte;
    }
  }
}

// The marks are on disk (docs/store-format.md). They come first, so that looking for one costs next to
// nothing; no client can send one, since what it sends under an unknown name is stored behind `-`.
struct audience_mark {
  audience who;
  std::string_view text;
};
constexpr audience_mark marks[] = {
    {audience::bots, "a=bots"}, {audience::prefetch, "a=prefetch"}, {repeated_order, "a=order"}};

}  // namespace

void mark_audience(event& target, audience who) {
  for (const auto& mark : marks) {
    if (mark.who != who) continue;
    target.audience = who;
    if (!target.details.empty()) target.details.insert(0, 1, '&');
    target.details.insert(0, mark.text);
  }
}

audience marked_audience(std::string_view details) noexcept {
  if (!details.starts_with("a=")) return audience::visitors;
  for (const auto& mark : marks)
    if (details.substr(0, details.find('&')) == mark.text) return mark.who;
  return audience::visitors;
}

void append_detail(std::string& details, std::string_view name, std::string_view value) {
  if (!details.empty()) details += '&';
  append_detail_text(details, name);
  details += '=';
  append_detail_text(details, value);
}

std::optional<std::string> find_detail(std::string_view details, std::string_view name) {
  std::string encoded_name;
  append_detail_text(encoded_name, name);
  while (!details.empty()) {
    const auto pair = details.substr(0, details.find('&'));
    details.remove_prefix(pair.size() == details.size() ? pair.size() : pair.size() + 1);
    const auto equals = pair.find('=');
    if (equals == std::string_view::npos || pair.substr(0, equals) != encoded_name) continue;
    std::string value;
    if (!text::append_decoded(value, pair.substr(equals + 1), text::plus::literal)) return std::nullopt;
    return value;
  }
  return std::nullopt;
}

}  // namespace footfall::events
