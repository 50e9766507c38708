// UTF-8 as in RFC 3629, section 4.
#include "footfall/text/utf8.hpp"

#include <cstdint>

namespace footfall::text {
namespace {

/// Bytes of the character that begins here; 0 when none does.
std::size_t character_bytes(std::string_view rest) noexcept {
  const auto byte = [&](std::size_t at) {
    return at < rest.size() ? static_cast<std::uint8_t>(rest[at]) : 0;
  };
  const auto first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t count = first >= 0xC2 && first < 0xE0   ? 2
                            : first >= 0xE0 && first < 0xF0 ? 3
                            : first >= 0xF0 && first < 0xF5 ? 4
                                                            : 0;
  // The second byte keeps longer forms, surrogates and what is behind the last plane out.
  const auto least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const auto most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  if (count == 0 || byte(1) < least || byte(1) > most) return 0;
  for (std::size_t at = 2; at < count; ++at)
    if ((byte(at) & 0xC0) != 0x80) return 0;
  return count;
}

}  // namespace

std::size_t find_bad_utf8(std::string_view bytes) noexcept {
  for (std::size_t at = 0; at < bytes.size();) {
    const auto count = character_bytes(bytes.substr(at));
    if (count == 0) return at;
    at += count;
  }
  return std::string_view::npos;
}

}  // namespace footfall::text
