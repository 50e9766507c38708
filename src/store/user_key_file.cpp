#include "footfall/store/user_key_file.hpp"

#include "footfall/events/link_event.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

namespace footfall::store {
namespace {

constexpr std::string_view key_fact = "user_key";

/// Tells keys apart and nothing else about them.
std::string fingerprint_of(const identity::secret_key& key) {
  return events::to_text(identity::user_hasher(key).hash("", "fingerprint of the key"));
}

result<bool> has_events(event_store& store) {
  const auto reader = store.make_reader();
  if (!reader) return reader.error();
  const auto place = (*reader)->scan({}, 1, [](const events::event&) {});
  if (!place) return place.error();
  return *place != cursor{};
}

failure wrong_key(const std::filesystem::path& file, std::string_view what) {
  return {error::store_failed,
          fmt::format("{} {}: put the key that belongs to this store back from a backup; without it all its "
                      "users are strangers, also those who opted out. To begin anew without them, move the "
                      "store away, too",
                      file.string(), what)};
}

}  // namespace

result<identity::secret_key> open_user_key(event_store& store, const std::filesystem::path& file) {
  const auto reader = store.make_entity_reader();
  if (!reader) return reader.error();
  const auto known = (*reader)->get({}, entity_kind::store_fact, key_fact);
  if (!known) return known.error();
  const auto used = has_events(store);
  if (!used) return used.error();
  const bool may_be_made = !*known && !*used;
  auto key = may_be_made ? identity::load_or_create_key(file) : identity::load_key(file);
  if (!key && key.error().code() == error::not_found) return wrong_key(file, "is missing");
  if (!key) return key.error();
  const auto fingerprint = fingerprint_of(*key);
  if (*known && **known != fingerprint) return wrong_key(file, "is not the key of this store");
  if (*known) return key;
  const std::vector<entity_write> fact{
      {.kind = entity_kind::store_fact, .key = std::string(key_fact), .content = fingerprint}};
  const auto noted = store.append_batch({}, fact);
  if (!noted) return noted.error();
  return key;
}

}  // namespace footfall::store
