// Plain text from HTML by one walk over the bytes: no tree.
#include "plain_text.hpp"

#include "footfall/text/number.hpp"

#include "html_entities.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace footfall::catalog_import {

namespace {

constexpr std::array<std::string_view, 20> inline_elements{
    "a", "abbr", "b",     "bdo",  "big",    "cite", "code", "em",     "font", "i",
    "s", "q",    "small", "span", "strong", "sub",  "sup",  "strike", "tt",   "u"};
constexpr std::array<std::string_view, 62> block_elements{
    "address", "article",  "aside",  "audio",      "base",   "blockquote", "body",    "br",     "button",
    "caption", "center",   "col",    "dd",         "del",    "details",    "div",     "dl",     "dt",
    "embed",   "fieldset", "figure", "figcaption", "footer", "form",       "h1",      "h2",     "h3",
    "h4",      "h5",       "h6",     "head",       "header", "hr",         "html",    "iframe", "img",
    "input",   "ins",      "label",  "li",         "link",   "main",       "meta",    "nav",    "object",
    "ol",      "option",   "p",      "picture",    "pre",    "select",     "section", "source", "summary",
    "table",   "tbody",    "td",     "th",         "tr",     "ul",         "video",   "wbr"};
constexpr std::array<std::string_view, 2> with_content{"script", "style"};

constexpr std::string_view nbsp = "\xC2\xA0";
constexpr std::array<std::string_view, 5> spaces{nbsp, "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x82",
                                                 "\xE2\x80\xA8"};
constexpr std::array<std::string_view, 4> invisible{"\xE2\x80\x8B", "\xEF\xBB\xBF", "\xC2\xAD",
                                                    "\xE2\x81\xA0"};

template <class Names>
bool has(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_ascii_byte(char byte) noexcept { return static_cast<signed char>(byte) >= 0; }

// None of the names begins or ends with an ASCII sign, which is what nearly all bytes are.
template <class Names>
std::size_t one_of(const Names& names, std::string_view rest) noexcept {
  if (rest.empty() || is_ascii_byte(rest.front())) return 0;
  for (const auto name : names)
    if (rest.starts_with(name)) return name.size();
  return 0;
}

bool is_blank(char byte) noexcept { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }
bool is_letter(char byte) noexcept { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }
std::string ascii_lower(std::string_view text) {
  std::string lowered(text);
  for (auto& byte : lowered)
    if (byte >= 'A' && byte <= 'Z') byte = static_cast<char>(byte + ('a' - 'A'));
  return lowered;
}

// A tag at the front of `rest`: its name, and its bytes with the brackets. No name: it is no tag.
struct tag {
  std::string name;
  std::size_t bytes = 0;
};

tag read_tag(std::string_view rest) {
  std::size_t at = 1;
  if (rest.starts_with("<!--")) {
    const auto end = rest.find("-->", 4);
    return {"br", end == std::string_view::npos ? rest.size() : end + 3};
  }
  if (at < rest.size() && rest[at] == '/') ++at;
  const auto begin = at;
  while (at < rest.size() && (is_letter(rest[at]) || text::is_digit(rest[at]))) ++at;
  auto name = ascii_lower(rest.substr(begin, at - begin));
  const auto end = rest.find('>', at);
  // A tag that is never closed, or very long, is text.
  if (name.empty() || name.size() > 10 || end == std::string_view::npos || end - at > 4096) return {};
  if (rest[at] != '>' && rest[at] != '/' && !is_blank(rest[at])) return {};
  return {std::move(name), end + 1};
}

std::string strip_tags(std::string_view raw) {
  std::string plain;
  plain.reserve(raw.size());
  std::size_t unclosed_from = std::string_view::npos;  // no `>` from here on: looked for only once
  for (std::size_t at = 0; at < raw.size();) {
    if (raw[at] != '<' || at >= unclosed_from) {
      plain.push_back(raw[at++]);
      continue;
    }
    const auto found = read_tag(raw.substr(at));
    const bool hides = has(with_content, found.name);
    if (!hides && !has(inline_elements, found.name) && !has(block_elements, found.name)) {
      if (found.bytes == 0 && raw.find('>', at) == std::string_view::npos) unclosed_from = at;
      plain.push_back(raw[at++]);
      continue;
    }
    const bool opens = raw[at + 1] != '/';
    at += found.bytes;
    if (hides && opens) {
      const auto close = raw.find("</" + found.name, at);
      at = close == std::string_view::npos ? raw.size() : close;
    }
    if (!has(inline_elements, found.name)) plain.push_back(' ');
  }
  return plain;
}

}  // namespace

void append_utf8(std::string& out, std::uint32_t point) {
  std::array<utf8proc_uint8_t, 4> bytes{};
  const auto count = utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), bytes.data());
  out.append(reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(count));
}

std::optional<std::string> entity(std::string_view name) {
  std::uint32_t point = 0;
  if (name.starts_with('#')) {
    const bool hexadecimal = name.size() > 1 && (name[1] == 'x' || name[1] == 'X');
    const auto digits = std::string(name.substr(hexadecimal ? 2 : 1));
    char* end = nullptr;
    const auto value = std::strtoul(digits.c_str(), &end, hexadecimal ? 16 : 10);
    if (digits.empty() || *end != 0 || !utf8proc_codepoint_valid(static_cast<utf8proc_int32_t>(value)) ||
        value > 0x10FFFF)
      return std::nullopt;
    point = static_cast<std::uint32_t>(value < 0x20 ? ' ' : value);
  } else {
    point = point_of_entity(name);
  }
  if (point == 0) return std::nullopt;
  std::string text;
  append_utf8(text, point);
  return text;
}

std::string decode_entities(std::string_view raw) {
  std::string plain;
  plain.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size();) {
    const auto end = raw[at] == '&' ? raw.substr(at, 12).find(';') : std::string_view::npos;
    const auto character = end == std::string_view::npos ? std::nullopt : entity(raw.substr(at + 1, end - 1));
    if (character) {
      plain += *character;
      at += end + 1;
    } else {
      plain.push_back(raw[at++]);
    }
  }
  return plain;
}

std::string tidy_spaces(std::string_view raw) {
  std::string tidy;
  tidy.reserve(raw.size());
  bool space = false;
  for (std::size_t at = 0; at < raw.size();) {
    const auto rest = raw.substr(at);
    if (is_blank(raw[at])) {
      space = true;
      ++at;
    } else if (const auto wide = one_of(spaces, rest)) {
      space = true;
      at += wide;
    } else if (const auto hidden = one_of(invisible, rest)) {
      at += hidden;
    } else {
      if (space && !tidy.empty()) tidy.push_back(' ');
      space = false;
      tidy.push_back(raw[at++]);
    }
  }
  return tidy;
}

std::string to_plain_text(std::string_view raw) {
  const auto is_markup = [](char byte) { return byte == '<' || byte == '&'; };
  if (std::none_of(raw.begin(), raw.end(), is_markup)) return tidy_spaces(raw);
  const auto once = decode_entities(strip_tags(raw));
  return tidy_spaces(decode_entities(strip_tags(once)));
}

bool says_nothing(std::string_view value) noexcept {
  static constexpr std::array<std::string_view, 6> words{"-", "n/a", "null", "none", "nan", "undefined"};
  if (value.empty()) return true;
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text::equal_without_case(word, value); });
}

std::string lower(std::string_view text) {
  if (std::all_of(text.begin(), text.end(), is_ascii_byte)) return ascii_lower(text);
  std::string lowered;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto rest = static_cast<utf8proc_ssize_t>(text.size());
  while (rest > 0) {
    utf8proc_int32_t point = 0;
    const auto bytes = utf8proc_iterate(at, rest, &point);
    if (bytes <= 0) break;
    append_utf8(lowered, static_cast<std::uint32_t>(utf8proc_tolower(point)));
    at += bytes;
    rest -= bytes;
  }
  return lowered;
}

std::string_view trim(std::string_view text) noexcept {
  for (;;) {
    if (text.empty()) return text;
    if (is_blank(text.front())) {
      text.remove_prefix(1);
    } else if (const auto bytes = one_of(spaces, text) + one_of(invisible, text)) {
      text.remove_prefix(bytes);
    } else {
      break;
    }
  }
  for (;;) {
    if (is_ascii_byte(text.back()) && !is_blank(text.back())) return text;
    std::size_t bytes = is_blank(text.back()) ? 1 : 0;
    for (const auto* names : {&spaces})
      for (const auto name : *names)
        if (text.ends_with(name)) bytes = name.size();
    for (const auto name : invisible)
      if (text.ends_with(name)) bytes = name.size();
    if (bytes == 0) return text;
    text.remove_suffix(bytes);
    if (text.empty()) return text;
  }
}

std::vector<std::string> split(std::string_view text, char separator, bool escapes) {
  std::vector<std::string> pieces(1);
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (escapes && text[at] == '\\' && at + 1 < text.size() && text[at + 1] == separator)
      pieces.back().push_back(text[++at]);
    else if (text[at] == separator)
      pieces.emplace_back();
    else
      pieces.back().push_back(text[at]);
  }
  return pieces;
}

std::string_view beginning(std::string_view text, std::size_t bytes_max) noexcept {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U) --bytes_max;
  return text.substr(0, bytes_max);
}

namespace {

// What the mapping below would leave as it is.
bool is_plain_key(std::string_view name) noexcept {
  const auto is_plain = [](char byte) {
    return (byte >= 'a' && byte <= 'z') || text::is_digit(byte) || byte == '_';
  };
  return !name.empty() && std::all_of(name.begin(), name.end(), is_plain) && name.front() != '_' &&
         name.back() != '_' && name.find("__") == std::string_view::npos;
}

}  // namespace

std::string attribute_key(std::string_view name) {
  if (is_plain_key(name)) return std::string(name);
  utf8proc_uint8_t* mapped = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                      UTF8PROC_STRIPMARK | UTF8PROC_CASEFOLD);
  const auto bytes = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(name.data()),
                                  static_cast<utf8proc_ssize_t>(name.size()), &mapped, options);
  const std::string folded =
      bytes > 0 ? std::string(reinterpret_cast<const char*>(mapped), static_cast<std::size_t>(bytes)) : "";
  std::free(mapped);  // utf8proc allocates with malloc
  std::string key;
  for (const auto byte : folded)
    if (is_letter(byte) || text::is_digit(byte))
      key.push_back(byte);
    else if (is_ascii_byte(byte) && !key.empty() && key.back() != '_')
      key.push_back('_');
  while (key.ends_with('_')) key.pop_back();
  // Letters without a Latin form are kept: a key of another script is better than none.
  return key.empty() ? lower(tidy_spaces(name)) : key;
}

}  // namespace footfall::catalog_import
