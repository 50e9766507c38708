// From the parts of a request (tracking URL, import line) to events: the one place that checks them.
#pragma once

#include "footfall/core/failure.hpp"
#include "footfall/events/event_kinds.hpp"
#include "footfall/identity/user_hasher.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace footfall::events {

/// The parts of an event as they came, decoded but not checked.
struct event_input {
  const event_kind* kind = nullptr;
  std::string_view user;       ///< of a login: the id that was used until then
  std::string_view item_type;  ///< ignored, as `item`, for events without an item
  std::string_view item;       ///< one id, or a comma-separated list where the kind allows it
  std::span<const name_value> parameters;
  std::int64_t time_ms = 0;     ///< when it happened, unless `overridetimestamp` says otherwise
  std::uint64_t import_id = 0;  ///< as in `event`: 0 when the line is not to be recognised again
  std::string_view target{};    ///< of a login: the account
  std::int64_t now_ms = 0;      ///< for the bounds of `overridetimestamp`; 0: `time_ms`
  bool one_item = false;        ///< a comma in `item` is part of its id
  bool authorized = false;      ///< the sender may say when an event happened without signing it
};

/// What reading needs to know of the customer.
struct reading_context {
  std::string_view customer_id;
  customer_number number{};
  bool alphanumeric_items = false;
  parameter_context parameters{};
  const identity::user_hasher* hasher = nullptr;
  std::string_view license_key{};  ///< signs historical events; empty: nobody can
  bool count_bots = false;         ///< imported events of known bots are like those of visitors
};

/// Longest user id, item id (string items) and single parameter value in bytes; longer is refused.
inline constexpr std::size_t user_bytes_max = 512;
inline constexpr std::size_t item_bytes_max = 256;
inline constexpr std::size_t value_bytes_max = 2048;
/// Longest parameter name, and most bytes of one event's encoded details; more is refused. An event with many
/// items carries its details once for each of them.
inline constexpr std::size_t name_bytes_max = 128;
inline constexpr std::size_t details_bytes_max = 8192;
/// Most parameters of one event and most items of one list; more is refused.
inline constexpr std::size_t parameters_max = 64;
inline constexpr std::size_t items_max = 200;

/// The earliest time of an event, 1990-01-01T00:00:00Z, and how far it may lie in the future.
inline constexpr std::int64_t event_time_min_ms = 631'152'000'000;
inline constexpr std::int64_t event_time_ahead_ms = 86'400'000;

/// Errors: `bad_parameter` when `time_ms` is outside of these bounds. Thread-safe.
[[nodiscard]] result<void> check_event_time(std::int64_t time_ms, std::int64_t now_ms);

/// Checks the parts and appends one event per item to `out` (none for an empty list of a list event, one for
/// an event without an item).
/// Parameters with an empty value count as absent; of a repeated parameter the first counts; unknown
/// parameters are kept in the details.
/// Errors: `bad_parameter` and `missing_parameter` with parameter, value and accepted range; `out` is then
/// unchanged. Of a list with an import id each item gets an id of its own, always the same one.
/// Thread-safe. Source: protocol B2, B4 and A4.
[[nodiscard]] result<void> read_events(const event_input& input, const reading_context& context,
                                       std::vector<event>& out);

/// Reads an item type, 1..2147483647. Thread-safe.
[[nodiscard]] result<std::uint32_t> read_item_type(std::string_view text);

/// Reads an item id: 1..2147483647, or any text for customers with string ids (protocol X10). Thread-safe.
[[nodiscard]] result<item_key> read_item(std::uint32_t item_type, std::string_view text, bool alphanumeric);

}  // namespace footfall::events
