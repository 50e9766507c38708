// THE table of events: what the URL looks like, which parameters there are, what the event means.
// Adding an event is adding a row in `event_kinds.cpp`.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/event.hpp"
#include "footfall/text/price.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace footfall::events {

/// What comes after `/{solution}/{customer}/{event}` in a tracking URL.
enum class path_shape : std::uint8_t {
  user_item,   ///< /{user}/{itemtype}/{item}
  user_items,  ///< /{user}/{itemtype}/{item}[,{item}...], the list may be empty (protocol X15)
  user_user,   ///< /{source user}/{target user}, one more slash may follow
  user,        ///< /{user}
  none         ///< not in URLs and imports: the server makes these events itself
};

/// The history of a user that an event goes into; the codes of `contextitems` name these (protocol C1).
enum class history_type : std::uint8_t {
  none,
  clicked,
  consumed,
  owns,
  basket,
  rated,
  rendered,
  wishlist,
  blacklist
};
inline constexpr std::size_t history_type_count = 9;

/// What an event does to what is known of its user.
enum class event_effect : std::uint8_t {
  nothing,  ///< it is for statistics
  adds,     ///< its item goes into the history
  removes,  ///< its item leaves the history
  links,    ///< what the user did until now belongs to the target
  unlinks,  ///< the reverse
  allows    ///< logins of its user link again
};

/// True for effects on which user ids are one person. Thread-safe.
[[nodiscard]] constexpr bool is_about_links(event_effect effect) noexcept {
  return effect == event_effect::links || effect == event_effect::unlinks || effect == event_effect::allows;
}

/// The name under which the details of a stored event hold its category path (`find_detail`).
inline constexpr std::string_view category_path_detail = "c";

/// A decoded name and value of a query, a form or an import line.
struct name_value {
  std::string_view name;
  std::string_view value;
};

/// What parameter parsers need to know of the customer and of the rest of the request.
struct parameter_context {
  text::currency currency{};              ///< for prices without one
  std::string_view time_zone = "UTC";     ///< for times without one, IANA name
  bool lenient = false;                   ///< required parameters with a `value_when_excused` may be missing
  std::int64_t now_ms = 0;                ///< an event's own time may be a day later at the most
  std::span<const name_value> sent = {};  ///< all parameters of the request
};

/// One query parameter of an event.
struct event_parameter {
  std::string_view name;         ///< as in URLs, lower case; matched without case
  std::string_view stored_name;  ///< short name in the details; empty: `apply` alone keeps the value
  bool required = false;
  /// Checks the value and returns it in the form that is stored, empty when there is nothing to store; may
  /// set fields of the event. What it returned, it takes again and changes no more. The failure's detail
  /// names the value and the accepted range; the caller puts the name before it.
  result<std::string> (*apply)(std::string_view value, const parameter_context& context,
                               event& target) = nullptr;
  bool sets_field = false;  ///< `apply` sets a field that `restore_fields` sets again from what is stored
  /// A parameter of the same event that, when true, excuses the absence of this required one (protocol X14).
  std::string_view excused_by = {};
  std::string_view value_when_excused = {};
};

/// One row of the table.
struct event_kind {
  event_type type;
  std::string_view name;
  std::string_view alias;  ///< second name in URLs, or empty
  path_shape shape;
  std::span<const event_parameter> parameters;
  history_type history;  ///< the history that `effect` is about
  event_effect effect;
  bool for_models;  ///< models learn from events of this kind
};

/// All rows, in the order of `event_type`. Thread-safe.
[[nodiscard]] std::span<const event_kind> event_kinds() noexcept;

/// The row with this name or alias, any case; null when there is none that clients may send. Thread-safe.
[[nodiscard]] const event_kind* find_event_kind(std::string_view name) noexcept;

/// The row of a type; null for a number that this version does not know. Thread-safe.
[[nodiscard]] const event_kind* find_event_kind(event_type type) noexcept;

/// The value of `quantity`, `value` and `audience` that the details of a stored event imply: the reverse of
/// what `apply` did when the event came in. Thread-safe.
void restore_fields(event& stored);

}  // namespace footfall::events
