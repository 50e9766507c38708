// Percent coding: copies runs of ordinary bytes and works only on the others.
#include "footfall/text/percent.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace footfall::text {
namespace {

constexpr std::int8_t no_digit = -1;

constexpr std::array<std::int8_t, 256> make_hexadecimal_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(no_digit);
  for (int i = 0; i < 10; ++i) values[static_cast<std::size_t>('0' + i)] = static_cast<std::int8_t>(i);
  for (int i = 0; i < 6; ++i) {
    values[static_cast<std::size_t>('a' + i)] = static_cast<std::int8_t>(10 + i);
    values[static_cast<std::size_t>('A' + i)] = static_cast<std::int8_t>(10 + i);
  }
  return values;
}

constexpr auto hexadecimal_values = make_hexadecimal_values();

int digit_at(std::string_view text, std::size_t position) noexcept {
  return hexadecimal_values[static_cast<unsigned char>(text[position])];
}

// The first byte from `from` on that stands for another one; the end when there is none.
std::size_t find_coded(std::string_view encoded, std::size_t from, plus meaning) noexcept {
  // Where a plus is itself there is only one byte to look for, which the library does many bytes at a time.
  if (meaning == plus::literal) return std::min(encoded.find('%', from), encoded.size());
  while (from < encoded.size() && encoded[from] != '%' && encoded[from] != '+') ++from;
  return from;
}

constexpr bool is_unreserved(char byte) noexcept {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
         byte == '-' || byte == '.' || byte == '_' || byte == '~';
}

}  // namespace

bool append_decoded(std::string& out, std::string_view encoded, plus meaning) {
  const auto size_before = out.size();
  std::size_t run = 0;
  for (auto i = find_coded(encoded, 0, meaning); i < encoded.size(); i = find_coded(encoded, run, meaning)) {
    out.append(encoded, run, i - run);
    if (encoded[i] != '%') {
      out.push_back(' ');
    } else {
      const auto high = i + 2 < encoded.size() ? digit_at(encoded, i + 1) : no_digit;
      const auto low = i + 2 < encoded.size() ? digit_at(encoded, i + 2) : no_digit;
      if (high == no_digit || low == no_digit) {
        out.resize(size_before);
        return false;
      }
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
    run = i + 1;
  }
  out.append(encoded, run);
  return true;
}

void append_encoded(std::string& out, std::string_view raw) {
  static constexpr std::string_view digits = "0123456789ABCDEF";
  std::size_t run = 0;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (is_unreserved(raw[i])) continue;
    out.append(raw, run, i - run);
    const auto byte = static_cast<unsigned char>(raw[i]);
    const std::array<char, 3> coded{'%', digits[byte >> 4], digits[byte & 15]};
    out.append(coded.data(), coded.size());
    run = i + 1;
  }
  out.append(raw, run);
}

std::string encoded(std::string_view raw) {
  std::string out;
  append_encoded(out, raw);
  return out;
}

}  // namespace footfall::text
