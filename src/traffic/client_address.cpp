#include "footfall/traffic/client_address.hpp"

#include "footfall/text/number.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>

namespace footfall::traffic {

namespace {

constexpr unsigned mapped_bits = 96;  // before an IPv4 address

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Without brackets, port and zone.
std::string_view bare(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    text = end == std::string_view::npos ? std::string_view{} : text.substr(1, end - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));
  }
  return text.substr(0, text.find('%'));
}

}  // namespace

std::optional<address> read_ip_address(std::string_view text) {
  text = bare(text);
  std::array<char, INET6_ADDRSTRLEN> ended{};
  if (text.empty() || text.size() >= ended.size()) return std::nullopt;
  std::copy(text.begin(), text.end(), ended.begin());
  address read;
  if (text.find(':') != std::string_view::npos)
    return inet_pton(AF_INET6, ended.data(), read.bytes.data()) == 1 ? std::optional(read) : std::nullopt;
  read.bytes[10] = read.bytes[11] = 0xFF;
  return inet_pton(AF_INET, ended.data(), read.bytes.data() + mapped_bits / 8) == 1 ? std::optional(read)
                                                                                    : std::nullopt;
}

bool network::contains(const address& which) const noexcept {
  const auto whole = bits / 8;
  if (std::memcmp(first.bytes.data(), which.bytes.data(), whole) != 0) return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xFF00U >> (bits % 8));
  return ((first.bytes[whole] ^ which.bytes[whole]) & mask) == 0;
}

result<network> read_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto first = read_ip_address(text.substr(0, slash));
  const bool is_v6 = text.find(':') != std::string_view::npos;
  const auto bits_max = is_v6 ? 128U : 32U;
  const auto bits = slash == std::string_view::npos ? std::optional(bits_max)
                                                    : text::to_integer<unsigned>(text.substr(slash + 1));
  if (!first || !bits || *bits > bits_max)
    return failure{error::bad_configuration,
                   fmt::format("network: {} is not an address or ADDRESS/BITS", text)};
  return network{*first, is_v6 ? *bits : *bits + mapped_bits};
}

bool trusted_proxies::contains(const address& which) const noexcept {
  return std::ranges::any_of(networks_, [&](const network& each) { return each.contains(which); });
}

address trusted_proxies::client(const address& peer, std::string_view forwarded_for) const {
  auto client = peer;
  while (contains(client) && !forwarded_for.empty()) {
    const auto comma = forwarded_for.rfind(',');
    const auto begin = comma == std::string_view::npos ? 0 : comma + 1;
    const auto hop = read_ip_address(forwarded_for.substr(begin));
    if (!hop) break;
    client = *hop;
    forwarded_for = forwarded_for.substr(0, begin == 0 ? 0 : comma);
  }
  return client;
}

}  // namespace footfall::traffic
