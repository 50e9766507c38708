// What is left of a user id that was forgotten: nothing but a key that leads nowhere.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/identity/link_table.hpp"

#include <vector>

namespace footfall::identity {

/// The key under which a user who was forgotten is known to be opted out: BLAKE2b of the other key with a
/// personalisation of its own, so that neither the id nor that key follows from it. Thread-safe.
[[nodiscard]] user_key key_of_forgotten(const user_key& user);

/// Takes all links from and to a user out of a table, and that it was not to be linked; returns the links.
/// Looks at all sources. Not thread-safe on the same table.
std::vector<user_link> forget_links(link_table& links, const user_key& user);

}  // namespace footfall::identity
