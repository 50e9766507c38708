#include "footfall/traffic/gate.hpp"

#include <algorithm>
#include <cstring>
#include <functional>
#include <random>

namespace footfall::traffic {

namespace {

constexpr std::int64_t hour_ns = 3'600'000'000'000;
constexpr std::int64_t second_ns = 1'000'000'000;
// Fewer requests in a row may be one visitor of an office whose proxy adds the field.
constexpr std::uint32_t run_length_max = 200;
constexpr std::size_t network_bytes = 8;  // of an IPv6 address

std::uint64_t mixed(std::uint64_t value) {  // the finaliser of SplitMix64, Steele et al. 2014
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9ULL;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBULL;
  return value ^ (value >> 31);
}

std::uint64_t key_of(const address& which, std::uint64_t seed) {
  std::array<std::uint64_t, 2> words{};
  std::memcpy(words.data(), which.bytes.data(), which.bytes.size());
  const auto key = mixed(mixed(words[0] ^ seed) ^ words[1]);
  return key == 0 ? 1 : key;
}

bool is_mapped(const address& which) {
  constexpr std::array<std::uint8_t, 12> prefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  return std::equal(prefix.begin(), prefix.end(), which.bytes.begin());
}

/// Of IPv6 the network: a single customer of a provider has all of its addresses.
address of_one_client(address which) {
  if (!is_mapped(which)) std::fill(which.bytes.begin() + network_bytes, which.bytes.end(), std::uint8_t{0});
  return which;
}

std::uint64_t random_seed() {
  std::random_device source;
  return std::uint64_t{source()} << 32 | source();
}

}  // namespace

gate::gate(const gate_settings& settings)
    : proxies_(settings.trusted_proxies), per_address_(settings.per_address), seed_(random_seed()) {}

address gate::client(const sender& from) const {
  const auto peer = read_ip_address(from.peer);
  return peer ? of_one_client(proxies_.client(*peer, from.forwarded_for)) : address{};
}

std::optional<address> gate::bounded_peer(std::string_view peer) const {
  const auto read = read_ip_address(peer);
  if (!read || proxies_.contains(*read)) return std::nullopt;
  return of_one_client(*read);
}

bool gate::admit(const sender& from, std::int64_t now_ns) {
  if (!limits_addresses()) return true;
  return buckets_.update(key_of(client(from), seed_), [&](std::int64_t& full_at_ns) {
    return take_token(full_at_ns, per_address_, now_ns);
  });
}

bool gate::should_warn_of_proxy(const sender& from, std::int64_t now_ns) {
  constexpr auto relaxed = std::memory_order_relaxed;
  const auto peer = from.forwarded_for.empty() ? std::nullopt : read_ip_address(from.peer);
  if (!peer || proxies_.contains(*peer)) {
    if (run_length_.load(relaxed) != 0) run_length_.store(0, relaxed);
    return false;
  }
  const auto key = key_of(*peer, seed_);
  if (run_peer_.load(relaxed) != key) {
    run_peer_.store(key, relaxed);
    run_length_.store(0, relaxed);
  }
  if (run_length_.load(relaxed) < run_length_max) {
    run_length_.fetch_add(1, relaxed);
    return false;
  }
  if (const auto last = suspected_ns_.load(relaxed); last == 0 || now_ns - last > second_ns)
    suspected_ns_.store(now_ns, relaxed);
  auto warned = warned_ns_.load(relaxed);
  if (warned != 0 && now_ns - warned < hour_ns) return false;
  return warned_ns_.compare_exchange_strong(warned, now_ns, relaxed);
}

bool gate::suspects_proxy(std::int64_t now_ns) const noexcept {
  const auto last = suspected_ns_.load(std::memory_order_relaxed);
  return last != 0 && now_ns - last < hour_ns;
}

}  // namespace footfall::traffic
