// Logins as they are stored: the second user id of the event lies in its details, hashed like the first.
#pragma once

#include "footfall/core/identifiers.hpp"
#include "footfall/events/event.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace footfall::events {

/// What a login, or the undoing of one, says.
struct link_statement {
  user_key source;  ///< the id that was used until then
  user_key target;  ///< the account
  bool source_is_placeholder = false;
  bool target_is_placeholder = false;
};

/// The id that trackers of all generations send for visitors who have not agreed (protocol A4): a
/// placeholder.
inline constexpr std::string_view user_who_opted_out = "not_defined";

/// True for ids that clients send when they have none: `null`, `undefined`, `not_defined` and their like, any
/// case, zeros, blanks, and templates that nobody has filled in (`{{user_id}}`). Thread-safe.
[[nodiscard]] bool is_placeholder(std::string_view user_id) noexcept;

/// Marks an event, not a login, whose user id was a placeholder. Popularity counts it, as of a person of its
/// own; no history and no session does. Thread-safe for different events.
void mark_nobody(event& target);
[[nodiscard]] bool is_of_nobody(const event& stored) noexcept;

/// Appends what `read_link` reads besides the user of the event. Not thread-safe on the same `details`.
void append_link(std::string& details, const link_statement& link);

/// A user's hash as it is shown and stored: 32 hexadecimal digits; nothing for any other text. Thread-safe.
[[nodiscard]] std::optional<user_key> read_user_hash(std::string_view digits) noexcept;
[[nodiscard]] std::string to_text(const user_key& user);

/// Whether an event is of the user or, being a login or its undoing, names the user. Thread-safe.
[[nodiscard]] bool concerns(const event& stored, const user_key& user);

/// The statement of a login or its undoing; nothing when the details do not hold one. Thread-safe.
[[nodiscard]] std::optional<link_statement> read_link(const event& stored);

}  // namespace footfall::events
