// HTTP Basic credentials.
#include "footfall/identity/credentials.hpp"

#include <sodium.h>

#include <algorithm>
#include <utility>

namespace footfall::identity {
namespace {

constexpr std::string_view scheme = "basic";

bool names_basic(std::string_view authorization) noexcept {
  return authorization.size() > scheme.size() && authorization[scheme.size()] == ' ' &&
         std::equal(scheme.begin(), scheme.end(), authorization.begin(),
                    [](char wanted, char found) { return (found | 0x20) == wanted; });
}

}  // namespace

std::optional<credentials> read_basic(std::string_view authorization) {
  if (!names_basic(authorization)) return std::nullopt;
  authorization.remove_prefix(scheme.size());
  authorization.remove_prefix(std::min(authorization.find_first_not_of(' '), authorization.size()));

  std::string decoded(authorization.size(), '\0');
  std::size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(decoded.data()), decoded.size(),
                        authorization.data(), authorization.size(), nullptr, &size, nullptr,
                        sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  decoded.resize(size);

  const auto colon = decoded.find(':');
  if (colon == std::string::npos) return std::nullopt;
  return credentials{decoded.substr(0, colon), decoded.substr(colon + 1)};
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
  return left.size() == right.size() && sodium_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace footfall::identity
