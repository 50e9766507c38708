// MD5 by OpenSSL.
#include "footfall/identity/md5.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <array>

namespace footfall::identity {

result<std::string> md5_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
  unsigned size = 0;
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_md5(), nullptr) != 1)
    return failure{error::internal, "MD5 is not available in this system's OpenSSL"};
  std::string hexadecimal;
  for (unsigned index = 0; index < size; ++index)
    fmt::format_to(std::back_inserter(hexadecimal), "{:02x}", digest[index]);
  return hexadecimal;
}

}  // namespace footfall::identity
