// Ids for import lines that have none, so that an import can be repeated.
#include "line_identities.hpp"

#include <sodium.h>

#include <array>
#include <cstring>

namespace footfall::commands {

namespace {

using line_hash = std::array<unsigned char, 16>;

line_hash hash_of(std::string_view content) {
  line_hash hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(content.data()),
                     content.size(), nullptr, 0);
  return hash;
}

}  // namespace

std::string line_identities::next(std::string_view content) {
  auto hash = hash_of(content);
  std::uint64_t short_hash = 0;
  std::memcpy(&short_hash, hash.data(), sizeof short_hash);
  if (const auto earlier = earlier_lines_[short_hash]++; earlier > 0)
    // A zero byte cannot be in a line of JSON, so that no other line looks like this one with its number.
    hash = hash_of(std::string(content) + '\0' + std::to_string(earlier));
  std::string id(2 * hash.size() + 1, '\0');
  sodium_bin2hex(id.data(), id.size(), hash.data(), hash.size());
  id.pop_back();  // the zero byte at its end
  return id;
}

}  // namespace footfall::commands
