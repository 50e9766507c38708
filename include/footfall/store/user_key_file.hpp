// The key under which a store's users are hashed: a store knows which it is, though not the key.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/identity/user_hasher.hpp"
#include "footfall/store/event_store.hpp"

#include <filesystem>

namespace footfall::store {

/// Reads the key of the store's users from its file, which is made when the store has no users yet. With
/// another key than before everybody would be a stranger, also those who opted out: that is refused, and the
/// failure says what to do. Errors: `store_failed`, and those of `identity::load_or_create_key`.
[[nodiscard]] result<identity::secret_key> open_user_key(event_store& store,
                                                         const std::filesystem::path& file);

}  // namespace footfall::store
