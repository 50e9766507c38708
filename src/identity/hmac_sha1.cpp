// HMAC-SHA1 by OpenSSL.
#include "footfall/identity/hmac_sha1.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

namespace footfall::identity {

result<std::string> hmac_sha1_of(std::string_view key, std::string_view text) {
  constexpr std::size_t sha1_bytes = 20;
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(),
           &size) == nullptr ||
      size != sha1_bytes)
    return failure{error::internal, "HMAC-SHA1 is not available in this system's OpenSSL"};
  std::array<unsigned char, (sha1_bytes + 2) / 3 * 4 + 1> encoded;  // and the zero that ends it
  const auto length = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(size));
  return std::string(reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(length));
}

}  // namespace footfall::identity
