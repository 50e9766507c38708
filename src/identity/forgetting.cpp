#include "footfall/identity/forgetting.hpp"

#include <sodium.h>

#include <utility>

namespace footfall::identity {

user_key key_of_forgotten(const user_key& user) {
  static constexpr unsigned char purpose[crypto_generichash_blake2b_PERSONALBYTES] = {'f', 'o', 'r', 'g', 'o',
                                                                                      't', 't', 'e', 'n'};
  user_key hashed;
  // The other key is a secret hash already: no further secret is needed.
  crypto_generichash_blake2b_salt_personal(reinterpret_cast<unsigned char*>(hashed.words.data()),
                                           sizeof(hashed.words),
                                           reinterpret_cast<const unsigned char*>(user.words.data()),
                                           sizeof(user.words), nullptr, 0, nullptr, purpose);
  return hashed;
}

std::vector<user_link> forget_links(link_table& links, const user_key& user) {
  std::vector<std::pair<user_key, user_key>> pairs;
  links.visit_sources([&](const user_key& source, const std::vector<user_link>& of_source) {
    for (const auto& link : of_source)
      if (source == user || link.target == user) pairs.emplace_back(source, link.target);
  });
  std::vector<user_link> removed;
  for (const auto& [source, target] : pairs) {
    const auto change = links.remove(source, target);
    removed.insert(removed.end(), change.removed.begin(), change.removed.end());
  }
  links.allow(user);
  return removed;
}

}  // namespace footfall::identity
