#include "footfall/outbound/url.hpp"

#include "footfall/text/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace footfall::outbound {

namespace {

constexpr std::size_t url_bytes_max = 8192;
constexpr std::size_t host_bytes_max = 253;

char lower_case(char byte) noexcept {
  return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

bool is_letter_or_digit(char byte) noexcept { return std::isalnum(static_cast<unsigned char>(byte)) != 0; }

std::uint16_t usual_port(bool secure) noexcept { return secure ? 443 : 80; }

failure no_address(std::string_view why) {
  return {error::bad_parameter, fmt::format("address: {}, expected https://HOST[:PORT]/PATH", why)};
}

// Takes the scheme off; false when it is another one.
bool take_scheme(std::string_view& text, bool& secure) {
  for (const bool each : {true, false}) {
    const std::string_view scheme = each ? "https://" : "http://";
    if (!std::ranges::equal(text.substr(0, scheme.size()), scheme, {}, lower_case)) continue;
    text.remove_prefix(scheme.size());
    secure = each;
    return true;
  }
  return false;
}

// Takes the brackets of an IPv6 address, or a name, off; false when it is neither.
bool take_host(std::string_view& authority, std::string& host) {
  const bool in_brackets = authority.starts_with('[');
  const auto end = in_brackets ? authority.find(']') : std::min(authority.find(':'), authority.size());
  if (end == std::string_view::npos) return false;
  const auto name = authority.substr(in_brackets, end - in_brackets);
  authority.remove_prefix(end + in_brackets);
  const auto fits = [&](char byte) {
    if (in_brackets)
      return byte == ':' || byte == '.' || std::isxdigit(static_cast<unsigned char>(byte)) != 0;
    return byte == '-' || byte == '.' || byte == '_' || is_letter_or_digit(byte);
  };
  if (name.empty() || name.size() > host_bytes_max || !std::ranges::all_of(name, fits)) return false;
  std::ranges::transform(name, std::back_inserter(host), lower_case);
  return true;
}

}  // namespace

result<url> read_url(std::string_view text) {
  if (text.size() > url_bytes_max) return no_address("it is longer than 8192 bytes");
  if (!std::ranges::all_of(text, [](char byte) { return byte > ' ' && byte < '\x7F' && byte != '\\'; }))
    return no_address("it has blanks, backslashes or bytes beyond ASCII");
  url read;
  if (!take_scheme(text, read.secure)) return no_address("it is neither http nor https");
  text = text.substr(0, text.find('#'));
  const auto end = std::min(text.find_first_of("/?"), text.size());
  auto authority = text.substr(0, end);
  if (authority.find('@') != std::string_view::npos) return no_address("it has a user name");
  if (!take_host(authority, read.host)) return no_address("it has no host");
  read.port = usual_port(read.secure);
  if (!authority.empty()) {
    const auto port = authority.front() == ':' ? text::to_integer<std::uint16_t>(authority.substr(1))
                                               : std::optional<std::uint16_t>{};
    if (port.value_or(0) == 0) return no_address("its port is not one");
    read.port = *port;
  }
  const auto target = text.substr(end);
  read.target = target.starts_with('/') ? std::string(target) : "/" + std::string(target);
  return read;
}

result<url> resolved(const url& base, std::string_view location) {
  const std::string scheme = base.secure ? "https:" : "http:";
  const auto path_end = base.target.find('?');
  const auto path = std::string_view(base.target).substr(0, path_end);
  bool secure = false;
  if (auto rest = location; take_scheme(rest, secure)) return read_url(location);
  if (location.starts_with("//")) return read_url(scheme + std::string(location));
  const auto origin = scheme + "//" + host_field(base);
  if (location.starts_with('/')) return read_url(origin + std::string(location));
  if (location.starts_with('?')) return read_url(origin + std::string(path) + std::string(location));
  if (location.substr(0, location.find_first_of("/?#")).find(':') != std::string_view::npos)
    return no_address("it is neither http nor https");
  return read_url(origin + std::string(path.substr(0, path.rfind('/') + 1)) + std::string(location));
}

bool same_origin(const url& one, const url& other) noexcept {
  return one.secure == other.secure && one.host == other.host && one.port == other.port;
}

std::string host_field(const url& of) {
  auto host = of.host.find(':') == std::string::npos ? of.host : "[" + of.host + "]";
  return of.port == usual_port(of.secure) ? host : fmt::format("{}:{}", host, of.port);
}

std::string shown(const url& which) {
  return fmt::format("{}://{}{}", which.secure ? "https" : "http", host_field(which),
                     which.target.substr(0, which.target.find('?')));
}

}  // namespace footfall::outbound
