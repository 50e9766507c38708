#include "footfall/outbound/guard.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace footfall::outbound {

namespace {

// RFC 6890 and its successors in IANA's registries of special addresses.
constexpr std::array special_networks{
    "0.0.0.0/8",      "10.0.0.0/8",   "100.64.0.0/10",  "127.0.0.0/8",    "169.254.0.0/16", "172.16.0.0/12",
    "192.0.0.0/24",   "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",  "198.51.100.0/24",
    "203.0.113.0/24", "224.0.0.0/4",  "240.0.0.0/4",    "::/96",          "64:ff9b::/96",   "64:ff9b:1::/48",
    "100::/64",       "2001::/23",    "2001:db8::/32",  "2002::/16",      "3fff::/20",      "5f00::/16",
    "fc00::/7",       "fe80::/9",     "ff00::/8"};

std::vector<traffic::network> read_special_networks() {
  std::vector<traffic::network> read;
  for (const auto* text : special_networks) read.push_back(traffic::read_network(text).value());
  return read;
}

bool is_in(std::span<const traffic::network> networks, const traffic::address& which) noexcept {
  return std::ranges::any_of(networks, [&](const auto& each) { return each.contains(which); });
}

}  // namespace

bool is_public(const traffic::address& which) noexcept {
  static const auto special = read_special_networks();
  return !is_in(special, which);
}

guard::guard(std::span<const std::string> allowed) {
  for (const auto& each : allowed) {
    if (const auto network = traffic::read_network(each)) {
      networks_.push_back(*network);
      continue;
    }
    auto& host = hosts_.emplace_back();
    for (const char byte : each) host += static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
  }
}

bool guard::may_reach(std::string_view host, const traffic::address& at) const {
  return is_public(at) || std::ranges::find(hosts_, host) != hosts_.end() || is_in(networks_, at);
}

}  // namespace footfall::outbound
