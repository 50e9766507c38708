// Encodings: iconv for what is declared, and a repair for UTF-8 that is mixed with windows-1252.
#include "feed_text.hpp"

#include "plain_text.hpp"

#include <iconv.h>
#include <utf8proc.h>

#include <algorithm>
#include <array>

namespace footfall::catalog_import {

namespace {

// 0x80..0x9F of windows-1252; the five that it does not define become blanks.
constexpr std::array<std::uint16_t, 32> upper_controls{
    0x20AC, 0x20,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x20,   0x017D, 0x20,   0x20,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x20,   0x017E, 0x0178};

void append_windows_1252(std::string& out, unsigned char byte) {
  append_utf8(out, byte >= 0x80 && byte < 0xA0 ? upper_controls[byte - 0x80] : byte);
}

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char byte) { return static_cast<signed char>(byte) >= 0; });
}

bool is_utf8(std::string_view text) noexcept {
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto rest = static_cast<utf8proc_ssize_t>(text.size());
  while (rest > 0) {
    utf8proc_int32_t point = 0;
    const auto bytes = utf8proc_iterate(at, rest, &point);
    if (bytes <= 0) return false;
    at += bytes;
    rest -= bytes;
  }
  return true;
}

// Returns how many bytes were no UTF-8.
std::uint64_t repair(std::string& text) {
  if (is_ascii(text) || is_utf8(text)) return 0;
  std::string repaired;
  repaired.reserve(text.size());
  std::uint64_t count = 0;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto rest = static_cast<utf8proc_ssize_t>(text.size());
  while (rest > 0) {
    utf8proc_int32_t point = 0;
    const auto bytes = utf8proc_iterate(at, rest, &point);
    if (bytes > 0) {
      repaired.append(reinterpret_cast<const char*>(at), static_cast<std::size_t>(bytes));
    } else {
      append_windows_1252(repaired, *at);
      ++count;
    }
    at += std::max<utf8proc_ssize_t>(bytes, 1);
    rest -= std::max<utf8proc_ssize_t>(bytes, 1);
  }
  text = std::move(repaired);
  return count;
}

bool convert(std::string& text, const std::string& encoding) {
  const auto converter = iconv_open("UTF-8", encoding.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;
  std::string converted;
  std::array<char, 16384> piece{};
  char* from = text.data();
  std::size_t from_bytes = text.size();
  while (from_bytes > 0) {
    char* to = piece.data();
    std::size_t to_bytes = piece.size();
    const auto before = from_bytes;
    iconv(converter, &from, &from_bytes, &to, &to_bytes);
    converted.append(piece.data(), piece.size() - to_bytes);
    if (from_bytes == before && to_bytes == piece.size()) {  // a byte that the encoding does not know
      converted.push_back(' ');
      ++from;
      --from_bytes;
    }
  }
  iconv_close(converter);
  text = std::move(converted);
  return true;
}

// What `<?xml ... encoding="..."` says.
std::string declared_encoding(std::string_view text) {
  const auto head = text.substr(0, 256);
  const auto begin = head.find("<?xml");
  const auto end = head.find("?>");
  if (begin == std::string_view::npos || end == std::string_view::npos || begin > 16) return {};
  const auto place = head.substr(0, end).find("encoding=");
  if (place == std::string_view::npos || place + 10 >= end) return {};
  const auto quote = head[place + 9];
  const auto close = head.find(quote, place + 10);
  return close == std::string_view::npos ? std::string() : lower(head.substr(place + 10, close - place - 10));
}

std::string encoding_of(std::string_view text, const feed_settings& settings) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xEF\xBB\xBF"sv)) return "utf-8";
  if (text.starts_with("\xFF\xFE"sv) || text.starts_with("<\0"sv)) return "utf-16le";
  if (text.starts_with("\xFE\xFF"sv) || text.starts_with("\0<"sv)) return "utf-16be";
  if (!settings.encoding.empty()) return lower(settings.encoding);
  auto declared = declared_encoding(text);
  if (declared.empty() || declared == "utf8" || declared.starts_with("utf-16")) return "utf-8";
  if (declared == "iso-8859-1" || declared == "latin1" || declared == "us-ascii") return "windows-1252";
  return declared;
}

}  // namespace

std::optional<feed_refusal> to_utf8(std::string& text, const feed_settings& settings, import_report& report) {
  report.encoding = encoding_of(text, settings);
  if (report.encoding == "utf-8")
    report.repaired_bytes += repair(text);
  else if (!convert(text, report.encoding))
    return feed_refusal{"unknown-encoding", "0", report.encoding};
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  // XML would refuse the whole file for one of them.
  for (auto& byte : text)
    if (static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') byte = ' ';
  return std::nullopt;
}

}  // namespace footfall::catalog_import
