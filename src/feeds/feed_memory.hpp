// What is known of a feed as the store keeps it, so that a restart forgets neither its runs nor its
// validators.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/feeds/feed_run.hpp"

#include <string>
#include <string_view>

namespace footfall::feeds {

/// The key of a feed among those of its customer: a hash, since an address may hold a secret. Thread-safe.
[[nodiscard]] std::string feed_memory_key(std::string_view url);

/// The number of their form, then JSON; as many runs as fit, the newest first. Thread-safe.
[[nodiscard]] std::string feed_memory(const feed_state& of);

/// Errors: `io_failed` for bytes of a newer form, and for damaged ones. Thread-safe.
[[nodiscard]] result<feed_state> read_feed_memory(std::string_view content);

}  // namespace footfall::feeds
