// UTF-8 as in RFC 3629, section 4.
#include "footfall/text/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace footfall::text {

utf8_unit first_utf8_unit(std::string_view bytes) noexcept {
  const auto at = [bytes](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  const auto lead = at(0);
  if (lead < 0xC2 || lead > 0xF4) return {1, false};
  const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  // The second byte excludes overlong forms, surrogates and what is above U+10FFFF.
  const unsigned low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
  const unsigned high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
  if (bytes.size() < 2 || at(1) < low || at(1) > high) return {1, false};
  for (std::size_t i = 2; i < size; ++i)
    if (i >= bytes.size() || (at(i) & 0xC0) != 0x80) return {i, false};
  return {size, true};
}

std::size_t find_bad_utf8(std::string_view bytes) noexcept {
  constexpr std::uint64_t tops = 0x8080808080808080U;
  for (std::size_t at = 0; at < bytes.size();) {
    std::uint64_t eight = tops;
    if (bytes.size() - at >= sizeof eight) std::memcpy(&eight, bytes.data() + at, sizeof eight);
    if ((eight & tops) == 0) {
      at += sizeof eight;
    } else if (static_cast<unsigned char>(bytes[at]) < 0x80) {
      ++at;
    } else {
      const auto unit = first_utf8_unit(bytes.substr(at));
      if (!unit.valid) return at;
      at += unit.size;
    }
  }
  return std::string_view::npos;
}

void append_as_utf8(std::string& out, std::string_view bytes) {
  for (auto bad = find_bad_utf8(bytes); bad != bytes.npos; bad = find_bad_utf8(bytes)) {
    out.append(bytes.substr(0, bad)).append("\xEF\xBF\xBD");
    bytes.remove_prefix(bad);
    bytes.remove_prefix(first_utf8_unit(bytes).size);
  }
  out.append(bytes);
}

}  // namespace footfall::text
