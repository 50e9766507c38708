// Keyed hashes of user ids and import lines.
#include "footfall/identity/user_hasher.hpp"

#include "identity/sodium.hpp"

#include <sodium.h>

#include <array>
#include <cstring>

namespace footfall::identity {
namespace {

static_assert(sizeof(secret_key) == crypto_kdf_KEYBYTES);
static_assert(sizeof(user_key) >= crypto_generichash_BYTES_MIN);

// Two purposes, two secrets: what one of them gives away says nothing about the other.
constexpr char derivation_context[crypto_kdf_CONTEXTBYTES + 1] = "footfall";
constexpr std::uint64_t user_purpose = 1;
constexpr std::uint64_t line_purpose = 2;

secret_key derive(const secret_key& key, std::uint64_t purpose) {
  secret_key derived;
  crypto_kdf_derive_from_key(derived.data(), derived.size(), purpose, derivation_context, key.data());
  return derived;
}

const unsigned char* bytes_of(std::string_view text) noexcept {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

user_hasher::user_hasher(const secret_key& key) {
  start_sodium();
  user_secret_ = derive(key, user_purpose);
  line_secret_ = derive(key, line_purpose);
}

user_key user_hasher::hash(std::string_view customer, std::string_view user) const {
  static constexpr unsigned char separator = 0;
  user_key hashed;
  crypto_generichash_state state;
  crypto_generichash_init(&state, user_secret_.data(), user_secret_.size(), sizeof(hashed.words));
  crypto_generichash_update(&state, bytes_of(customer), customer.size());
  crypto_generichash_update(&state, &separator, 1);
  crypto_generichash_update(&state, bytes_of(user), user.size());
  std::array<unsigned char, sizeof(hashed.words)> output;
  crypto_generichash_final(&state, output.data(), output.size());
  std::memcpy(hashed.words.data(), output.data(), output.size());
  return hashed;
}

std::uint64_t user_hasher::line_id(std::string_view customer, std::string_view content) const {
  std::array<unsigned char, crypto_shorthash_KEYBYTES> customer_secret;
  crypto_generichash(customer_secret.data(), customer_secret.size(), bytes_of(customer), customer.size(),
                     line_secret_.data(), line_secret_.size());
  std::uint64_t id = 0;
  std::array<unsigned char, crypto_shorthash_BYTES> output;
  static_assert(sizeof(output) == sizeof(id));
  crypto_shorthash(output.data(), bytes_of(content), content.size(), customer_secret.data());
  std::memcpy(&id, output.data(), output.size());
  return id == 0 ? 1 : id;
}

}  // namespace footfall::identity
